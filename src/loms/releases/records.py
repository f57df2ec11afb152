"""The records of a LOMS document by id, and a document made of records."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Mapping
from typing import TypeAlias, cast

import attrs

from loms.errors import InvalidDataError, Issue, Severity, UsageError
from loms.model import (
    AssessmentSpecification,
    EntitlementSpecification,
    LearningActivitySpecification,
    LearningOpportunity,
    LearningOpportunityReferences,
    LearningOutcome,
    LearningSpecification,
    Organization,
    QmsLearningOpportunities,
    Qualification,
    QualificationRef,
    ScoringScheme,
    SemanticFramework,
)
from loms.xml_values import comparable

__all__ = ["Record", "Records", "document_of", "kind_of", "records_of", "shown_id"]

Record: TypeAlias = (
    LearningOpportunity
    | LearningSpecification
    | Qualification
    | QualificationRef
    | LearningOutcome
    | LearningActivitySpecification
    | AssessmentSpecification
    | EntitlementSpecification
    | Organization
    | ScoringScheme
    | SemanticFramework
)
"""A record of a LOMS document."""

Records: TypeAlias = Mapping[str, Record]
"""The records of a document by comparable id, section by section in the order of the document."""


@attrs.frozen
class _Section:
    """A section of the document element.

    Attributes:
        field: Its field in the document element.
        kind: Its class.
        items: The field of that class which holds the records.
        names: The names of its elements by the class of the record.
    """

    field: str
    kind: type[object]
    items: str
    names: Mapping[type[object], str]


def _sections() -> tuple[_Section, ...]:
    """The sections of the document element, as the model has them."""
    hints = typing.get_type_hints(QmsLearningOpportunities)
    found = []
    for each in dataclasses.fields(QmsLearningOpportunities):
        kind = next(
            (k for k in (hints[each.name], *typing.get_args(hints[each.name])) if hasattr(k, "__slots__")), None
        )
        if kind is None or not dataclasses.is_dataclass(kind):
            continue
        (items,) = dataclasses.fields(kind)
        choices = items.metadata.get("choices")
        (inner,) = typing.get_args(typing.get_type_hints(kind)[items.name])
        names = (
            {choice["type"]: choice["name"] for choice in choices}
            if choices
            else {inner: items.metadata.get("name", items.name)}
        )
        found.append(_Section(each.name, cast("type[object]", kind), items.name, names))
    return tuple(found)


_SECTIONS = _sections()
_NAMES = {kind: name for section in _SECTIONS for kind, name in section.names.items()}


def kind_of(record: Record) -> str:
    """The name of the element of a record.

    Examples:
        >>> kind_of(Organization(id="urn:example:1"))
        'organization'
    """
    return _NAMES[type(record)]


def shown_id(identity: str) -> str:
    """An id for people, from the text by which it is compared.

    Args:
        identity: A key of `Records`.
    """
    return identity.removeprefix("\0")


def records_of(document: QmsLearningOpportunities, *, role: str) -> Records:
    """The records of a document by id.

    Args:
        document: A LOMS document.
        role: What to call it in messages, such as ``stored release``.

    Raises:
        UsageError: It is no LOMS document.
        InvalidDataError: Two records have the same id, or one has none.
    """
    given: object = document
    if not isinstance(given, QmsLearningOpportunities):
        raise UsageError(
            f"The {role} must be a LOMS 2019 document (QmsLearningOpportunities), not {type(given).__name__}. "
            "Read it with loms.read, or convert it with loms.convert first."
        )
    records: dict[str, Record] = {}
    issues = []
    for section in _SECTIONS:
        for record in getattr(getattr(document, section.field), section.items, ()):
            identity = _identity(record)
            if identity is None or identity in records:
                issues.append(_faulty(record, identity, role))
            else:
                records[identity] = record
    if issues:
        raise InvalidDataError(
            f"The {role} has records without an id of their own, so nothing was done. Validate it first.", issues=issues
        )
    return records


def document_of(records: Records, like: QmsLearningOpportunities) -> QmsLearningOpportunities:
    """A document that holds these records.

    Args:
        records: The records, in the order that they are to have in their section.
        like: The document of which it is another state. A section that was empty stays; one that gets empty goes,
            because not every section may be empty.

    Returns:
        A new document. The records in it are those that were given, not copies.
    """
    by_section: dict[str, list[Record]] = {section.field: [] for section in _SECTIONS}
    homes = {kind: section.field for section in _SECTIONS for kind in section.names}
    for record in records.values():
        by_section[homes[type(record)]].append(record)
    values: dict[str, object] = {}
    for section in _SECTIONS:
        before = getattr(like, section.field)
        now = by_section[section.field]
        was_empty = before is not None and not getattr(before, section.items, None)
        wanted = now or was_empty or section.kind is LearningOpportunityReferences
        values[section.field] = section.kind(**{section.items: now}) if wanted else None
    return dataclasses.replace(like, **values)  # type: ignore[arg-type]


def _identity(record: Record) -> str | None:
    identity: object = record.id
    return comparable(identity, is_uri=not isinstance(record, ScoringScheme)) if isinstance(identity, str) else None


def _faulty(record: Record, identity: str | None, role: str) -> Issue:
    kind = kind_of(record)
    if identity is None:
        return Issue(
            code="RELEASE-NO-ID",
            severity=Severity.ERROR,
            message=f"A record of the {role} ({kind}) has no id, so it cannot be found again.",
            remedy="Give it one that stays the same from release to release.",
        )
    return Issue(
        code="RELEASE-DUPLICATE-ID",
        severity=Severity.ERROR,
        message=f"Several records of the {role} have the id {shown_id(identity)!r}; one is of the kind {kind}.",
        remedy="Give each its own.",
        record=shown_id(identity),
    )
