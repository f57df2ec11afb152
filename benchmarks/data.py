"""Makes the documents that are measured: of any size, valid, the same ones for the same seed.

Each portion of records is drawn with a seed of its own, so that nothing is an artefact of repetition. Only then ids
and texts are made different from those of the other portions.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

import loms
from loms.formats import find_format
from loms.io.streaming.record_kinds import section_kinds
from loms.model import Identifier, Qualification, QualificationRef
from loms.samples import sample

__all__ = ["FORMATS", "LOMS", "LOQ", "Dataset", "write_dataset"]

LOMS = "loms-2019"
LOQ = "loq-learning-opportunities"
FORMATS = (LOMS, LOQ)

_PORTION = 250
_IDS = "https://example.org/"
_ID = re.compile(rf"{re.escape(_IDS)}\w+/\d+")
# One that offers many opportunities, as in real data; the portions have different ones.
_SHARED = ("provider_name",)
_LANGUAGES = ("lang", "language")
_SCHEME = f"{_IDS}scheme/qualification"
_UNKNOWN = 10
"""Of so many references one leads nowhere."""


@attrs.frozen(kw_only=True)
class Dataset:
    """A document that was made.

    Attributes:
        format: Name of its format.
        opportunities: How many learning opportunities it has.
        records: How many records of all kinds.
        size: Its size in bytes.
    """

    format: str
    opportunities: int
    records: int
    size: int


def write_dataset(path: Path, *, format: str, opportunities: int) -> Dataset:
    """Write a valid document.

    Args:
        path: Where.
        format: Name of its format.
        opportunities: How many learning opportunities it has.

    Returns:
        What was written.
    """
    portions = _portions(format, opportunities)
    first = next(portions)
    root = dataclasses.replace(first)
    for section in section_kinds(find_format(format)):
        setattr(root, section.field or section.items, None if section.field else [])
    with loms.RecordWriter(path, root=root, check=False) as writer:
        for document in itertools.chain([first], portions):
            for record in _records(document, format):
                writer.write(record)
        records = writer.records
    return Dataset(format=format, opportunities=opportunities, records=records, size=path.stat().st_size)


def _portions(format: str, opportunities: int) -> Iterator[Any]:
    """Documents that have so many opportunities together, and no id in common."""
    for number, begin in enumerate(range(0, opportunities, _PORTION)):
        document = sample(format, records=min(_PORTION, opportunities - begin), seed=number)
        _Renaming(number).rename(document)
        _identify(list(_records(document, format)), number)
        yield document


def _records(document: Any, format: str) -> Iterator[Any]:
    for section in section_kinds(find_format(format)):
        holder = getattr(document, section.field) if section.field else document
        yield from getattr(holder, section.items) if holder else ()


def _identify(records: list[Any], portion: int) -> None:
    """Give each qualification an identifier of its own, and let references lead to them."""
    qualifications = [each for each in records if isinstance(each, Qualification)]
    for number, qualification in enumerate(qualifications):
        qualification.identifier = [Identifier(value=f"Q-{portion}-{number}", scheme_id=_SCHEME)]
    references = (each for each in records if isinstance(each, QualificationRef))
    for number, reference in enumerate(references):
        known = f"Q-{portion}-{number % len(qualifications)}"
        value = known if number % _UNKNOWN else f"NONE-{portion}-{number}"
        reference.identifier = Identifier(value=value, scheme_id=_SCHEME)


class _Renaming:
    """Makes the ids and texts of one portion different from those of all others.

    Args:
        portion: Number of the portion.
    """

    def __init__(self, portion: int) -> None:
        self._portion = portion
        self._texts = 0

    def rename(self, value: Any) -> None:
        """Change what an object and all below it say.

        Args:
            value: An object of a model, or a list.
        """
        if isinstance(value, list):
            for each in value:
                self.rename(each)
        elif dataclasses.is_dataclass(value):
            for field in dataclasses.fields(value):
                self._rename_field(value, field.name)

    def _rename_field(self, value: Any, name: str) -> None:
        found = getattr(value, name)
        if isinstance(found, str) and _ID.fullmatch(found):
            setattr(value, name, found.replace(_IDS, f"{_IDS}{self._portion}/", 1))
        elif name in _SHARED:
            for each in found:
                each.value += f", campus {self._portion}"
        elif name == "value" and _is_text(value):
            self._texts += 1
            value.value = f"{found} ({self._portion}-{self._texts})"
        else:
            self.rename(found)


def _is_text(value: Any) -> bool:
    """Whether an object is a text in a language, and no address."""
    has_language = any(hasattr(value, each) for each in _LANGUAGES)
    return has_language and isinstance(value.value, str) and "://" not in value.value
