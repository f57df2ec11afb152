"""The way back: legacy documents that withdraw what a new release does not have any more."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from loms.errors import Issue, Severity, UsageError
from loms.legacy.delete import Delete, EntityType, XsdType, XsdVersion
from loms.model import LearningOpportunity, QmsLearningOpportunities, Qualification
from loms.releases.identifiers import Named, identifiers_of
from loms.releases.records import Records, kind_of, records_of, shown_id
from loms.xml_values import NOT_XML

__all__ = ["Withdrawals", "withdrawals"]

_KINDS: tuple[tuple[type[Named], EntityType], ...] = (
    (LearningOpportunity, EntityType.LEARNING_OPPORTUNITY),
    (Qualification, EntityType.QUALIFICATION),
)


@attrs.frozen(kw_only=True)
class Withdrawals:
    """What a consumer of the legacy formats has to be told.

    Attributes:
        documents: At most one for each kind of record. They hold the upload key, so they are not shown with the rest.
        issues: The records that cannot be withdrawn in this way.
    """

    documents: tuple[Delete, ...] = attrs.field(repr=False)
    issues: tuple[Issue, ...]


def withdrawals(
    old: QmsLearningOpportunities, new: QmsLearningOpportunities, *, key: str, scheme: str | None = None
) -> Withdrawals:
    """The legacy Delete documents for the opportunities and qualifications that a new release lacks.

    Args:
        old: The earlier release.
        new: The later release.
        key: The upload key of the data source. It is a secret: it stands in the documents and nowhere else.
        scheme: The ``schemeID`` of the identifiers by which the consumer knows the records. Without it the first
            identifier of each record is taken.

    Returns:
        The documents, and a warning for each record that is missing but has no such identifier.

    Raises:
        UsageError: A release is no LOMS document, or the key is no text that XML can hold.
        InvalidDataError: Two records of a release have the same id, or one has none.

    Examples:
        >>> import copy, loms
        >>> from loms.model import QmsLearningOpportunities
        >>> old = loms.read("examples/courses-loms.xml", expect=QmsLearningOpportunities)
        >>> new = copy.deepcopy(old)
        >>> _ = new.learning_opportunities.learning_opportunity.pop(0)
        >>> [(each.entity_type.value, each.id) for each in withdrawals(old, new, key="…").documents]
        [('Learning Opportunity', ['TB-2026-001'])]
    """
    given: object = key
    if not isinstance(given, str) or not given or NOT_XML.search(given):
        raise UsageError("The key must be a text that XML can hold, and not empty.")
    before = records_of(old, role="earlier release")
    after = records_of(new, role="later release")
    documents = []
    issues: list[Issue] = []
    for kind, entity_type in _KINDS:
        still_there = set(_identifiers(after, kind, scheme))
        missing = [name for name in dict.fromkeys(_identifiers(before, kind, scheme)) if name not in still_there]
        if missing:
            documents.append(
                Delete(
                    entity_type=entity_type,
                    id=missing,
                    key=key,
                    xsd_version=XsdVersion.V0_1_1,
                    xsd_type=XsdType.DELETE,
                )
            )
        issues += _without_identifier(before, after, kind, scheme)
    return Withdrawals(documents=tuple(documents), issues=tuple(issues))


def _identifiers(records: Records, kind: type[Named], scheme: str | None) -> Iterator[str]:
    """The identifiers of the records of one kind."""
    for record in records.values():
        if isinstance(record, kind):
            yield from _known_as(record, scheme)


def _known_as(record: Named, scheme: str | None) -> list[str]:
    """The identifiers by which the consumer knows a record."""
    found = [value for each, value in identifiers_of(record) if scheme is None or each == scheme]
    return found[:1] if scheme is None else found


def _without_identifier(before: Records, after: Records, kind: type[Named], scheme: str | None) -> Iterator[Issue]:
    for identity, record in before.items():
        if isinstance(record, kind) and identity not in after and not _known_as(record, scheme):
            where = "" if scheme is None else f" of the scheme {scheme}"
            yield Issue(
                code="RELEASE-NO-IDENTIFIER",
                severity=Severity.WARNING,
                message=f"The {kind_of(record)} is not in the later release, but it has no identifier{where} by which "
                "it could be withdrawn.",
                remedy="Tell its consumers in another way.",
                record=shown_id(identity),
            )
