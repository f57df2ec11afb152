"""Finds records by the identifiers under which people know them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from loms.errors import Issue, Severity
from loms.model import Identifier, LearningOpportunity, Qualification
from loms.releases.records import Records, kind_of, shown_id
from loms.xml_values import comparable

__all__ = ["Directory", "collapsed", "identifiers_of", "warn_of_same_identifiers"]

Named = LearningOpportunity | Qualification
"""What can be withdrawn; each kind has identifiers of its own."""


def collapsed(text: str) -> str:
    """A text without the white space that means nothing in an identifier.

    Examples:
        >>> collapsed(" TB-2026  001 ")
        'TB-2026 001'
    """
    return comparable(text, is_uri=True)


def identifiers_of(record: Named) -> Iterator[tuple[str | None, str]]:
    """The identifiers of a record, each with its scheme; those that say nothing are left out.

    Args:
        record: An opportunity or a qualification.
    """
    for each in record.identifier:
        # Lenient reading keeps an element as it can.
        if isinstance(each, Identifier) and isinstance(each.value, str) and collapsed(each.value):
            yield each.scheme_id, collapsed(each.value)


@attrs.frozen
class Directory:
    """The records of one kind by their identifiers.

    Attributes:
        kind: Name of the kind.
        entries: For each identifier the records that have it, each with the scheme of it.
        ids: The ids of the records.
    """

    kind: str
    entries: Mapping[str, tuple[tuple[str | None, str], ...]]
    ids: frozenset[str]

    @classmethod
    def of(cls, records: Records, kind: type[Named]) -> Directory:
        """The directory of a kind of record.

        Args:
            records: The records of a document.
            kind: Their class.
        """
        found: dict[str, list[tuple[str | None, str]]] = {}
        ids = []
        for identity, record in records.items():
            if isinstance(record, kind):
                ids.append(identity)
                for scheme, value in identifiers_of(record):
                    found.setdefault(value, []).append((scheme, identity))
        name = "learningOpportunity" if kind is LearningOpportunity else "qualification"
        return cls(name, {value: tuple(places) for value, places in found.items()}, frozenset(ids))

    def find(self, wanted: str, *, scheme: str | None) -> tuple[list[str], Issue | None]:
        """The records that are meant by an identifier.

        Args:
            wanted: An identifier, or the ``@id`` of a record.
            scheme: The scheme of the identifier, or None where any will do.

        Returns:
            Their ids, and what is wrong where there are none.
        """
        name = collapsed(wanted)
        if name in self.ids:
            return [name], None
        places = self.entries.get(name, ())
        schemes = list(dict.fromkeys(each for each, _ in places))
        if scheme is None and len(schemes) > 1:
            return [], self._ambiguous(name, schemes)
        found = list(dict.fromkeys(identity for each, identity in places if scheme is None or each == scheme))
        return found, None if found else self._unknown(name, scheme, schemes)

    def _ambiguous(self, name: str, schemes: Iterable[str | None]) -> Issue:
        return Issue(
            code="RELEASE-AMBIGUOUS-ID",
            severity=Severity.ERROR,
            message=f"Several records ({self.kind}) have the identifier {name!r}, in the schemes {_listed(schemes)}; "
            "none of them was withdrawn.",
            remedy="Say which scheme is meant.",
            record=name,
        )

    def _unknown(self, name: str, scheme: str | None, schemes: Iterable[str | None]) -> Issue:
        there = _listed(schemes)
        where = "" if scheme is None else f" in the scheme {scheme}"
        return Issue(
            code="RELEASE-UNKNOWN-ID",
            severity=Severity.WARNING,
            message=f"No {self.kind} has the identifier {name!r}{where}, so there was nothing to withdraw.",
            remedy=f"There is one in {there}." if there else "Check the identifier, its kind and its scheme.",
            record=name,
        )


def warn_of_same_identifiers(stored: Records, increment: Records) -> Iterator[Issue]:
    """Warn of new records that have the identifier of a stored record with another id, in whatever scheme.

    Args:
        stored: The records of the stored release.
        increment: The records that are taken from the increment.
    """
    for kind in (LearningOpportunity, Qualification):
        known = {
            value: identity
            for identity, record in stored.items()
            if isinstance(record, kind)
            for _, value in identifiers_of(record)
        }
        same = {
            identity: value
            for identity, record in increment.items()
            if isinstance(record, kind) and identity not in stored
            for _, value in identifiers_of(record)
            if value in known
        }
        if same:
            identity, value = next(iter(same.items()))
            yield _same(kind_of(increment[identity]), identity, value, other=known[value], number=len(same))


def _same(kind: str, identity: str, value: str, *, other: str, number: int) -> Issue:
    return Issue(
        code="RELEASE-SAME-IDENTIFIER",
        severity=Severity.WARNING,
        message=f"New records ({number:,}, {kind}) have the identifier of a stored record with another id, such as "
        f"{value!r}, which {shown_id(other)} has too; both are in the new release.",
        remedy="If they are the same, convert the increment with the namespace of the stored release.",
        record=shown_id(identity),
    )


def _listed(schemes: Iterable[str | None]) -> str:
    return ", ".join(scheme if scheme is not None else "no scheme" for scheme in schemes)
