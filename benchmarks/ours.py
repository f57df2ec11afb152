"""What is measured of this library: each function makes ready, and returns what is then measured."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

import loms
from benchmarks.work import Work
from loms.formats import find_format
from loms.io.binding import bind

__all__ = [
    "Action",
    "convert_file",
    "convert_file_in_two",
    "convert_file_with_report",
    "convert_to_elm",
    "document",
    "iter_records",
    "iter_unchecked",
    "read",
    "read_unchecked",
    "resolve",
    "validate",
    "validate_rules",
    "validate_rules_in_two",
    "write",
]

Action = Callable[[], object]
"""What is measured."""

_NAMESPACE = "https://data.example.org/"


def document(work: Work) -> object:
    """The whole document as objects, unchecked, because it is valid."""
    return bind(etree.parse(work.path), find_format(work.format).load_root_class(), source=work.path, strict=True)


def read(work: Work) -> Action:
    """Read the whole document into objects, and check it."""
    return lambda: loms.read(work.path)


def read_unchecked(work: Work) -> Action:
    """Read the whole document into objects, unchecked."""
    return lambda: loms.read(work.path, check=False)


def write(work: Work) -> Action:
    """Write the whole document."""
    ready = document(work)
    return lambda: loms.dumps(ready)  # type: ignore[arg-type]


def iter_records(work: Work) -> Action:
    """Read and check record by record."""
    return lambda: _count(work, check=True)


def iter_unchecked(work: Work) -> Action:
    """Read record by record, unchecked."""
    return lambda: _count(work, check=False)


def _count(work: Work, *, check: bool) -> int:
    return sum(1 for _ in loms.iter_records(work.path, check=check))


def validate(work: Work) -> Action:
    """Validate the file against its schema, ids and references."""
    return lambda: loms.validate(work.path, profile="schema")


def validate_rules(work: Work) -> Action:
    """Validate the file, the rules of the register included."""
    return lambda: loms.validate(work.path)


def validate_rules_in_two(work: Work) -> Action:
    """Validate the file with the rules of the register, in two processes."""
    return lambda: loms.validate(work.path, jobs=2)


def convert_file(work: Work) -> Action:
    """Convert the file to a file in one process."""
    return lambda: _convert(work, jobs=1)


def convert_file_in_two(work: Work) -> Action:
    """Convert the file to a file in two processes."""
    return lambda: _convert(work, jobs=2)


def convert_file_with_report(work: Work) -> Action:
    """Convert the file to a file in one process, and write what became of every field."""
    return lambda: _convert(work, jobs=1, report=work.result("report.json"))


def convert_to_elm(work: Work) -> Action:
    """Convert a LOMS file to an ELM file in one process; what can be answered by a setting refuses no record."""
    settings = loms.Settings(
        namespace=_NAMESPACE, missing_level="specification", missing_homepage=_NAMESPACE + "{identifier}"
    )
    return lambda: loms.convert_file(
        work.path, work.result("elm.xml"), to="elm-loq", settings=settings
    ).report.summary()


def _convert(work: Work, *, jobs: int, report: str | None = None) -> None:
    target = work.result("converted.xml")
    done = loms.convert_file(
        work.path, target, to="loms-2019", settings=loms.Settings(namespace=_NAMESPACE), jobs=jobs, report=report
    )
    done.report.summary()


def resolve(work: Work) -> Action:
    """Index the qualifications of the file, and resolve its references to them."""
    return lambda: loms.resolve(work.path, work.path)
