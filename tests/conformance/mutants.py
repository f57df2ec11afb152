"""The hand-written mutants of tests/data, read from their tables."""

import tomllib
from collections.abc import Iterable
from typing import Any

import pytest

from loms.formats import FORMATS, Format
from tests.conformance.places import DATA

FULL = "loms-2019-full.xml"
NOWHERE = "urn:example:nowhere"
Row = dict[str, Any]


def table(name: str) -> dict[str, Any]:
    """One of the tables of mutants."""
    with (DATA / "mutants" / name).open("rb") as file:
        return tomllib.load(file)


def mutants(formats: Iterable[Format] = FORMATS) -> list[Any]:
    """All hand-written mutants of some formats, with the names of these."""
    return [
        pytest.param(kind.name, group["base"], row, id=f"{kind.name}: {row['name']}")
        for kind in formats
        for group in table(f"{kind.name}.toml")["group"]
        for row in group["mutants"]
    ]


def references() -> list[Row]:
    """An element for each keyref of LOMS."""
    rows: list[Row] = table("loms-2019-references.toml")["references"]
    return rows
