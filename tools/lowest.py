"""Prints the lowest versions that pyproject.toml allows for what a user installs, as pins for pip."""

import re
import tomllib
from pathlib import Path

project = tomllib.loads(Path(__file__).parents[1].joinpath("pyproject.toml").read_text(encoding="utf-8"))["project"]
extras = project["optional-dependencies"]
for requirement in [*project["dependencies"], *extras["cli"], *extras["testing"], *extras["rdf"]]:
    print(re.sub(r">=", "==", requirement))
