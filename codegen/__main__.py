"""``python -m codegen`` writes the generated code; with ``--check`` it fails when the code differs from the schemas."""

import sys

from codegen.pipeline import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
