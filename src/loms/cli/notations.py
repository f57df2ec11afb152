"""How documents are written, by what a file name says: XML, JSON, or linked data."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from loms.errors import UsageError
from loms.formats import format_of

if TYPE_CHECKING:
    from loms.document import Document
    from loms.rdf.writing import Notation as LinkedNotation

__all__ = ["LINKED", "Notation", "linked_content", "notation_named"]


class Notation(enum.StrEnum):
    """How a document is written; its value is what ``--to`` calls it."""

    XML = "xml"
    JSON = "json"
    TURTLE = "turtle"
    JSON_LD = "json-ld"

    @property
    def ending(self) -> str:
        """The ending of file names that stand for it."""
        return _ENDINGS[self]

    @property
    def shown(self) -> str:
        """What is said of a document that is written so; nothing of XML."""
        return {Notation.XML: "", Notation.TURTLE: " as Turtle"}.get(self, f" as {self.value.upper()}")


_ENDINGS = {Notation.XML: ".xml", Notation.JSON: ".json", Notation.TURTLE: ".ttl", Notation.JSON_LD: ".jsonld"}

LINKED: dict[Notation, LinkedNotation] = {Notation.TURTLE: "turtle", Notation.JSON_LD: "json-ld"}
"""The notations of linked data, with what the library calls them."""


def notation_named(path: str) -> Notation | None:
    """What a file name says of how the file is written; None where it says nothing.

    Args:
        path: A path; an ending ``.gz`` does not count.

    Examples:
        >>> notation_named("courses.ttl.gz").value, notation_named("courses.json").value, notation_named("-")
        ('turtle', 'json', None)
    """
    plain = path.lower().removesuffix(".gz")
    return next((each for each, ending in _ENDINGS.items() if plain.endswith(ending)), None)


def linked_content(document: Document, notation: Notation, *, name: str, base: str | None) -> bytes:
    """A document as linked data.

    Args:
        document: The document.
        notation: One of `LINKED`.
        name: What the command line calls its source.
        base: What stands before ids that are not absolute.

    Raises:
        UsageError: It is of a format that is not written as linked data.
        InvalidDataError: Its ids name nothing outside of the file, and there is no base.
        MissingDependencyError: The packages for linked data are not installed.
    """
    found = format_of(document).name
    if found != "elm-loq":
        raise UsageError(
            f"Linked data is made of elm-loq documents, and {name} is one of {found}. Convert it: --to elm-loq, with "
            f"an output that ends in {notation.ending}."
        )
    from loms.rdf import dumps

    return dumps(document, notation=LINKED[notation], base=base)
