"""What is known of a qualification that is published in another dataset."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from loms.convert.known import QualificationIdentity

__all__ = ["IndexedRecord", "Place"]


@attrs.frozen(kw_only=True)
class Place:
    """Where a record stands.

    Attributes:
        source: Path of the file, as it was given.
        format: Name of the format of the file.
        position: The how-manieth record of the file it is, counted from 1.
        line: Line of its start tag; None where the file is too long to tell.
    """

    source: str
    format: str
    position: int
    line: int | None

    def __str__(self) -> str:
        where = f"line {self.line}" if self.line is not None else f"record number {self.position:,}"
        return f"{self.source}, {where}"


@attrs.frozen(kw_only=True)
class IndexedRecord:
    """A qualification, or something else that specifies what is learned, as an index keeps it.

    Attributes:
        place: Where it stands.
        kind: Name of its element in LOMS: ``qualification`` or ``learningSpecification``.
        id: Its ``@id`` or URI; None where it has none.
        identities: Its identifiers, each with its scheme.
        pages: The addresses of its pages.
        titles: Its titles by language code, as the source has them; ``und`` stands for no language.
        eqf_level: Its level in the European Qualifications Framework, such as ``6``; None where it has none.
        awarding_bodies: The names of who awards it, one name each, or their ids where they have no name there.
    """

    place: Place
    kind: str
    id: str | None
    identities: tuple[QualificationIdentity, ...]
    pages: tuple[str, ...]
    titles: Mapping[str, str]
    eqf_level: str | None
    awarding_bodies: tuple[str, ...]

    @property
    def is_qualification(self) -> bool:
        """Whether it is a qualification."""
        return self.kind == "qualification"

    @property
    def name(self) -> str:
        """The shortest name that tells it from others: an identifier, otherwise its id, otherwise a title."""
        if self.identities:
            return self.identities[0].identifier
        return self.id or self.title

    @property
    def title(self) -> str:
        """Its title in English, otherwise the first one; empty where it has none."""
        return self.titles.get("en") or next(iter(self.titles.values()), "")

    def as_dict(self) -> Mapping[str, object]:
        """The record as a mapping that JSON can hold, the keys in the order of the attributes."""
        return attrs.asdict(self, value_serializer=_plain)


def _plain(_owner: object, _field: object, value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
