"""What is to be withdrawn, from identifiers and legacy documents to records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from loms.errors import Issue, UsageError
from loms.legacy.delete import Delete, EntityType
from loms.model import LearningOpportunity, Qualification
from loms.releases.identifiers import Directory
from loms.releases.records import Records

__all__ = ["find_all", "wanted_of"]


def wanted_of(
    opportunities: Iterable[str], qualifications: Iterable[str], requests: Iterable[Delete]
) -> Mapping[type[LearningOpportunity | Qualification], list[str]]:
    """What is to be withdrawn, by kind.

    Args:
        opportunities: Identifiers of opportunities.
        qualifications: Identifiers of qualifications.
        requests: Legacy documents that name identifiers of one kind.

    Raises:
        UsageError: One of them is of the wrong kind, or empty.
    """
    wanted = {LearningOpportunity: _texts(opportunities), Qualification: _texts(qualifications)}
    for request in requests:
        given: object = request
        if not isinstance(given, Delete):
            raise UsageError(f"A request is a legacy Delete document, not an instance of {type(given).__name__}.")
        if not isinstance(request.entity_type, EntityType):
            raise UsageError("A request does not say what kind of record it is about (EntityType). Validate it first.")
        kind = LearningOpportunity if request.entity_type is EntityType.LEARNING_OPPORTUNITY else Qualification
        wanted[kind] += _texts(request.id)
    return wanted


def _texts(identifiers: Iterable[str]) -> list[str]:
    """The identifiers as a list.

    Raises:
        UsageError: They are one text, or one of them is none or empty.
    """
    found = [identifiers] if isinstance(identifiers, str) else [*identifiers]
    if isinstance(identifiers, str) or not all(isinstance(each, str) for each in found):
        raise UsageError("Give the identifiers as a list of texts, such as ['TB-2026-001'].")
    if not all(each.strip() for each in found):
        raise UsageError("One of the identifiers is empty. Give those of the records that are meant.")
    return found


def find_all(
    records: Records, wanted: Mapping[type[LearningOpportunity | Qualification], list[str]], scheme: str | None
) -> tuple[Mapping[str, str], list[Issue]]:
    """The records that are meant.

    Args:
        records: The records of the stored release.
        wanted: What is to be withdrawn, by kind.
        scheme: The scheme of the identifiers, or None where any will do.

    Returns:
        The ids of the records, each with the identifier by which it was asked for, and the problems.
    """
    asked: dict[str, str] = {}
    issues = []
    for kind, names in wanted.items():
        directory = Directory.of(records, kind)
        for name in dict.fromkeys(names):
            found, issue = directory.find(name, scheme=scheme)
            issues += [issue] if issue else []
            for identity in found:
                asked.setdefault(identity, name)
    return asked, issues
