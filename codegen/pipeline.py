"""From ``schemas/`` to ``src/loms``: flatten, generate, compare or replace."""

import argparse
import contextlib
import filecmp
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

from xsdata.codegen.transformer import ResourceTransformer
from xsdata.codegen.writer import CodeWriter
from xsdata.models.config import GeneratorConfig, StructureStyle

from codegen.flatten import flatten
from codegen.generator import ModelGenerator
from codegen.names import TARGETS, Target

ROOT = Path(__file__).resolve().parent.parent
SCHEMAS = ROOT / "schemas"
SOURCE = ROOT / "src"
HASH_SEEDS = ("1", "2")
LINE_LENGTH = 120


class FatalWarning(logging.Handler):
    """Turns any warning of the generator into an error: it never warns without having lost something."""

    def emit(self, record: logging.LogRecord) -> None:
        """Raise what was logged."""
        message = f"the generator warned: {record.getMessage()}"
        raise RuntimeError(message)


@contextlib.contextmanager
def working_directory(path: Path) -> Iterator[None]:
    """Run in another folder, because the generator writes below the current one."""
    before = Path.cwd()
    os.chdir(path)
    try:
        yield
    finally:
        os.chdir(before)


def configuration(target: Target) -> GeneratorConfig:
    """The generator's settings for one target."""
    config = GeneratorConfig.create()
    output = config.output
    output.package = target.package
    output.structure_style = StructureStyle.FILENAMES
    output.format.value = "loms"
    output.format.slots = True
    output.relative_imports = True
    output.compound_fields.enabled = True
    output.compound_fields.force_default_name = True
    output.max_line_length = LINE_LENGTH
    return config


def generate(destination: Path) -> None:
    """Generate all targets below ``destination``."""
    logger = logging.getLogger("xsdata")
    handler = FatalWarning(level=logging.WARNING)
    logger.addHandler(handler)
    try:
        for target in TARGETS:
            ModelGenerator.target = target
            CodeWriter.register_generator("loms", ModelGenerator)
            with tempfile.TemporaryDirectory() as scratch, working_directory(destination), warnings.catch_warnings():
                warnings.simplefilter("error")
                main_file = flatten(SCHEMAS, target, Path(scratch).resolve())
                ResourceTransformer(config=configuration(target)).process([main_file.as_uri()])
    finally:
        logger.removeHandler(handler)


def generated_folders() -> list[Path]:
    """The folders that hold generated files only, relative to ``src``."""
    return sorted({Path(*target.package.split(".")[:2]) for target in TARGETS})


def differences(generated: Path, kept: Path) -> list[str]:
    """The files that differ, are missing or are surplus, relative to ``src``."""
    found = []
    for folder in generated_folders():
        names = {path.relative_to(root) for root in (generated, kept) for path in (root / folder).rglob("*.py")}
        for name in sorted(names):
            if not (generated / name).exists():
                found.append(f"{name}: not made from any schema")
            elif not (kept / name).exists():
                found.append(f"{name}: missing")
            elif not filecmp.cmp(generated / name, kept / name, shallow=False):
                found.append(f"{name}: differs")
    return found


def check() -> list[str]:
    """Generate under two hash seeds and compare each result with the files in ``src``."""
    found: list[str] = []
    for seed in HASH_SEEDS:
        with tempfile.TemporaryDirectory() as scratch:
            environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
            subprocess.run(
                [sys.executable, "-m", "codegen", "--output", scratch], cwd=ROOT, env=environment, check=True
            )
            found += [f"{line} (hash seed {seed})" for line in differences(Path(scratch), SOURCE)]
    return found


def replace(destination: Path) -> None:
    """Generate into a scratch folder, then put the result in the place of the old files."""
    with tempfile.TemporaryDirectory() as scratch:
        generate(Path(scratch))
        for folder in generated_folders():
            shutil.rmtree(destination / folder, ignore_errors=True)
            shutil.copytree(Path(scratch) / folder, destination / folder)


def main(arguments: list[str]) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m codegen", description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare instead of writing; exit 1 when anything differs")
    parser.add_argument("--output", type=Path, default=SOURCE, help="where to write (default: src)")
    options = parser.parse_args(arguments)
    if not options.check:
        replace(options.output)
        return 0
    found = check()
    for line in found:
        print(line, file=sys.stderr)
    if found:
        print(
            "The generated code is not what the schemas say. Run `make generate` and commit the result.",
            file=sys.stderr,
        )
    return 1 if found else 0
