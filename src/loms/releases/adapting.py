"""Changes records so that others which they refer to can be withdrawn."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence, Set

from loms.model import IdReference, LearningOpportunity, LearningSpecification, Note, Qualification
from loms.releases.records import Record
from loms.xml_values import comparable

__all__ = ["as_specification", "lead_to_their_kind_only", "without_links"]

_PARTS = ("has_part", "specialization_of")


def lead_to_their_kind_only(record: Record) -> tuple[str, ...]:
    """The fields of a record that can lead to opportunities or qualifications only, never to a specification.

    Args:
        record: A record.
    """
    return _PARTS if isinstance(record, (LearningOpportunity, Qualification)) else ()


def without_links(record: Record, targets: Set[str]) -> Record:
    """A record that does not name others as its parts or as what it specializes.

    Args:
        record: An opportunity or a qualification, which is not changed.
        targets: Ids of the others, as they are compared.
    """
    fields = [each.name for each in dataclasses.fields(record) if each.name in lead_to_their_kind_only(record)]
    values = {name: _without(getattr(record, name), targets) for name in fields}
    return dataclasses.replace(record, **values)  # type: ignore[arg-type]


def as_specification(qualification: Qualification) -> tuple[LearningSpecification, tuple[str, ...]]:
    """A qualification as a learning specification with the same id.

    Levels and codes of a qualification and its links to other qualifications are dropped. A second definition in a
    language becomes an additional note, because a specification may have one for each language.

    Args:
        qualification: The qualification, which is not changed.

    Returns:
        The specification, and the names of the fields whose content was dropped.

    Examples:
        >>> from loms.model import EqfLevel, EqfLevelCode, LearningOutcomes
        >>> baker = Qualification(
        ...     id="urn:example:1", eqf_level=EqfLevelCode(uri=EqfLevel.LEVEL_4), learning_outcomes=LearningOutcomes()
        ... )
        >>> record, dropped = as_specification(baker)
        >>> record.id, dropped
        ('urn:example:1', ('eqfLevel',))
    """
    known = {each.name for each in dataclasses.fields(LearningSpecification)} - {*_PARTS}
    values = {each.name: getattr(qualification, each.name) for each in dataclasses.fields(qualification)}
    definitions, more = _one_per_language(qualification.definition)
    values["definition"] = definitions
    values["additional_note"] = [*qualification.additional_note, *more]
    dropped = tuple(
        str(each.metadata.get("name", each.name))
        for each in dataclasses.fields(qualification)
        if each.name not in known and values[each.name] not in (None, [])
    )
    return LearningSpecification(**{name: value for name, value in values.items() if name in known}), dropped


def _without(links: object, targets: Set[str]) -> object:
    """What a field holds, without the links to some records."""
    if isinstance(links, list):
        return [each for each in links if not _leads_to(each, targets)]
    return None if _leads_to(links, targets) else links


def _leads_to(link: object, targets: Set[str]) -> bool:
    return isinstance(link, IdReference) and comparable(link.idref, is_uri=True) in targets


def _one_per_language(notes: Sequence[Note]) -> tuple[list[Note], list[Note]]:
    """The first note in each language, and the others."""
    first: dict[object, Note] = {}
    others = [note for note in notes if first.setdefault(note.text.lang, note) is not note]
    return list(first.values()), others
