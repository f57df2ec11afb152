"""What to say of the sources of an index: that they have changed, were left out, or claim the same identifiers."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence

import attrs

from loms.convert.known import QualificationIdentity
from loms.errors import Issue, Severity
from loms.resolve.indexing import LEFT_OUT
from loms.resolve.issues import Issues
from loms.resolve.qualification import IndexedRecord
from loms.resolve.sources import digest_of, stamp_of
from loms.resolve.store import MOST_ALIKE, SourceState, Store

__all__ = ["changed", "issues_of_all", "shared_identifiers"]

_MOST_SHOWN = 5


def issues_of_all(told: Sequence[Issue], store: Store) -> Iterator[Issue]:
    """The issues that an index keeps which are none of a single source in it.

    Args:
        told: What was told while it was made.
        store: Its records.
    """
    for issue in told:
        if issue.code == LEFT_OUT:
            remedy = "Mend the file and build the index anew, or build it without the file."
            yield attrs.evolve(issue, severity=Severity.WARNING, remedy=remedy)
    yield from shared_identifiers(store)


def changed(state: SourceState) -> Issue | None:
    """What to say of a source that is not as it was, or None.

    Args:
        state: The source as it was.
    """
    try:
        if stamp_of(state.path) == state.stamp or digest_of(state.path) == state.digest:
            return None
        what, code = "has changed since the index was built", "INDEX-STALE"
    except OSError:
        what, code = "is not there any more", "INDEX-SOURCE-GONE"
    return Issue(
        code=code,
        severity=Severity.WARNING,
        message=f"The file {what}.",
        remedy="Build the index anew, or go on with what it knows.",
        source=state.path,
    )


def shared_identifiers(store: Store) -> Iterator[Issue]:
    """What to say of identifiers that several qualifications have.

    Args:
        store: The records.
    """
    issues = Issues()
    for records in store.shared(most=MOST_ALIKE):
        by_identity: defaultdict[QualificationIdentity, list[IndexedRecord]] = defaultdict(list)
        for record in records:
            for identity in dict.fromkeys(record.identities) if record.is_qualification else ():
                by_identity[identity].append(record)
        for identity, sharing in by_identity.items():
            if len(sharing) > 1:
                issues.add(_shared(identity, sharing))
    yield from issues.all()


def _shared(identity: QualificationIdentity, records: Sequence[IndexedRecord]) -> Issue:
    in_one = len({record.place.source for record in records}) == 1
    number = f"{len(records)} or more" if len(records) >= MOST_ALIKE else len(records)
    scheme = f" of the scheme {identity.scheme_id}" if identity.scheme_id else ""
    places = "; ".join(str(record.place) for record in itertools.islice(records, _MOST_SHOWN))
    more = "; and more" if len(records) > _MOST_SHOWN else ""
    return Issue(
        code="INDEX-DUPLICATE-IDENTIFIER" if in_one else "INDEX-SHARED-IDENTIFIER",
        severity=Severity.WARNING,
        message=f"{number} qualifications {'of one file' if in_one else 'of several files'} have the identifier "
        f"{identity.identifier!r}{scheme}: {places}{more}.",
        remedy="Give each its own identifier, or leave the file out that has an old version of it.",
        record=identity.identifier,
        line=records[0].place.line,
        source=records[0].place.source,
    )
