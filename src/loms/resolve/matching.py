"""Finds the qualification that a reference stands for: exactly, or nearly, with what is different."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence

import attrs

from loms.convert.known import QualificationIdentity
from loms.resolve.index import Index
from loms.resolve.qualification import IndexedRecord
from loms.resolve.spelling import differences, normalized
from loms.resolve.store import MOST_ALIKE

__all__ = ["Match", "Matches", "Outcome", "match"]


_SAME_ID = ("other identifier, same id",)

_Near = tuple[QualificationIdentity | None, tuple[str, ...]]


class Outcome(enum.StrEnum):
    """What became of a reference."""

    FOUND = "found"
    """It leads to one qualification."""
    NEAR = "near"
    """It leads nowhere, but one qualification has nearly this identifier."""
    AMBIGUOUS = "ambiguous"
    """Several qualifications have this identifier, or nearly this one."""
    WRONG_KIND = "wrong kind"
    """It leads to something that is no qualification."""
    MISSING = "missing"
    """It leads nowhere."""


@attrs.frozen(kw_only=True)
class Match:
    """A record that a reference may stand for.

    Attributes:
        record: The record.
        identity: The identifier by which it was found, as the dataset of the record has it; None where it was found by
            its id or its page.
        differences: What is different from the reference; nothing for an exact match.
    """

    record: IndexedRecord
    identity: QualificationIdentity | None
    differences: tuple[str, ...] = ()


@attrs.frozen
class Matches:
    """What was found.

    Attributes:
        outcome: What it means.
        matches: What it may stand for, the most likely first.
        is_cut: Whether there may be more of them, because so many have this identifier, or nearly this one.
    """

    outcome: Outcome
    matches: tuple[Match, ...] = ()
    is_cut: bool = False


def match(index: Index, identifier: str, *, scheme_id: str | None, id: str | None = None) -> Matches:
    """Find the qualification that has an identifier.

    Args:
        index: Where to look.
        identifier: Value of the identifier.
        scheme_id: Its scheme; None where it has none.
        id: The ``@id`` of the reference, which decides between several that have the identifier.

    Returns:
        What was found.

    Examples:
        >>> index = Index.from_sources("examples/qualifications-loms.xml")
        >>> found = match(index, "tbq-301", scheme_id="https://data.three-borders.example/scheme/qualification/")
        >>> found.outcome.value, found.matches[0].identity.identifier
        ('near', 'TBQ-0301')
        >>> found.matches[0].differences
        ('letter case', 'zero padding', 'trailing slash of the schemeID')
    """
    value = normalized(identifier)
    scheme = normalized(scheme_id) if scheme_id and scheme_id.strip() else None
    records = index.similar(value, scheme_id=scheme)
    is_full = len(records) >= MOST_ALIKE
    exact = list(_exact(records, value, scheme))
    if exact:
        # So many may have the identifier that the one with the id is not among these.
        same = list(_exact(index.with_id(id), value, scheme)) if id is not None and len(exact) > 1 else []
        # Records with this scheme come first, so where the last one has another, none of them is missing.
        is_cut = is_full and (exact[0].identity is None or _has_scheme(records[-1], scheme))
        return attrs.evolve(_decided(exact, same), is_cut=is_cut)
    near = list(_near(records, value, scheme))
    if near or id is None:
        return attrs.evolve(_nearest(near), is_cut=is_full)
    return _nearest(list(_same_id(index.with_id(id))))


def _decided(exact: Sequence[Match], same_id: Sequence[Match]) -> Matches:
    """What matches mean that are exact.

    Args:
        exact: The matches.
        same_id: Those with the id of the reference, which decide between several.
    """
    qualifications = tuple(each for each in exact if each.record.is_qualification)
    if not qualifications:
        return Matches(Outcome.WRONG_KIND, tuple(exact))
    if len(qualifications) > 1:
        meant = tuple(
            each for each in same_id if each.record.is_qualification and each.identity == qualifications[0].identity
        )
        qualifications = meant if len(meant) == 1 else qualifications
    return Matches(Outcome.FOUND if len(qualifications) == 1 else Outcome.AMBIGUOUS, qualifications)


def _nearest(near: Sequence[Match]) -> Matches:
    qualifications = [each for each in near if each.record.is_qualification]
    if not qualifications:
        others = tuple(each for each in near if each.differences == _SAME_ID)
        return Matches(Outcome.WRONG_KIND if others else Outcome.MISSING, others)
    ordered = tuple(sorted(qualifications, key=lambda each: len(each.differences)))
    is_clear = len(ordered) == 1 or len(ordered[1].differences) > len(ordered[0].differences)
    return Matches(Outcome.NEAR if is_clear else Outcome.AMBIGUOUS, ordered)


def _exact(records: Sequence[IndexedRecord], value: str, scheme: str | None) -> Iterator[Match]:
    if not value.strip():
        return
    wanted = QualificationIdentity(identifier=value, scheme_id=scheme)
    found = [Match(record=record, identity=wanted) for record in records if wanted in record.identities]
    # A reference may also give the URI of the qualification as its identifier.
    yield from found or (
        Match(record=record, identity=None) for record in records if (record.id or "").strip() == value.strip()
    )


def _has_scheme(record: IndexedRecord, scheme: str | None) -> bool:
    return any(each.scheme_id == scheme for each in record.identities)


def _near(records: Sequence[IndexedRecord], value: str, scheme: str | None) -> Iterator[Match]:
    """The records with a name that is nearly the one that is wanted, each with the name that differs least."""
    for record in records:
        names = [*_near_identifiers(record, value, scheme), *_near_addresses(record, value)]
        if names:
            identity, different = min(names, key=lambda name: len(name[1]))
            yield Match(record=record, identity=identity, differences=different)


def _near_identifiers(record: IndexedRecord, value: str, scheme: str | None) -> Iterator[_Near]:
    for identity in record.identities:
        different = differences(value, identity.identifier)
        if different is None:
            continue
        schemes = _scheme_differences(scheme, identity.scheme_id)
        if schemes is not None:
            yield identity, (*different, *schemes)
        elif not different:
            yield identity, ("other scheme",)


def _near_addresses(record: IndexedRecord, value: str) -> Iterator[_Near]:
    named = [("the id", record.id or ""), *(("the address of its page", page) for page in record.pages)]
    for what, name in named:
        different = differences(value.strip(), name.strip())
        if different is not None:
            yield None, (f"it is {what}, not an identifier", *different)


def _scheme_differences(wanted: str | None, found: str | None) -> tuple[str, ...] | None:
    if wanted is None or found is None:
        if wanted == found:
            return ()
        return ("no schemeID in the reference" if wanted is None else "no schemeID in the qualification",)
    different = differences(wanted, found)
    return None if different is None else tuple(f"{each} of the schemeID" for each in different)


def _same_id(records: Sequence[IndexedRecord]) -> Iterator[Match]:
    for record in records:
        yield Match(record=record, identity=None, differences=_SAME_ID)
