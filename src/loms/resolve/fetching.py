"""Fetches qualifications out of the file in which an index found them, as LOMS records with all that they need."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

import attrs

from loms.convert.accounting import ConversionReport
from loms.convert.edges import EDGES, convert
from loms.convert.settings import Settings
from loms.errors import InvalidDataError, Issue, Severity, SourceError
from loms.io.read import Reading, read_leniently
from loms.model import QmsLearningOpportunities, Qualification
from loms.releases.reach import Graph
from loms.releases.records import Record, Records, kind_of
from loms.resolve.collecting import Collected, SourceChangedError, collect
from loms.resolve.keyed import keyed_records, name_of
from loms.resolve.qualification import IndexedRecord
from loms.resolve.store import SourceState
from loms.wording import counted

__all__ = ["Fetched", "fetch"]

_LOMS = "loms-2019"
_RECORD = re.compile(r"/qmsLearningOpportunities/\w+(?:\[1\])?/(\w+)(?:\[(\d+)\])?(?:/|$)")


@attrs.frozen(eq=False, kw_only=True)
class Fetched:
    """Qualifications with all that they need.

    Attributes:
        records: All these records.
        keys: The key of each qualification by its position in the file; those that could not be had are missing.
        issues: Why.
        report: What became of the fields of those that were converted.
    """

    records: Records
    keys: Mapping[int, str]
    issues: tuple[Issue, ...]
    report: ConversionReport | None = None


def fetch(
    state: SourceState,
    wanted: Sequence[IndexedRecord],
    *,
    settings: Settings | None,
    max_unpacked_size: int | None,
) -> Fetched:
    """Fetch qualifications out of a file.

    Args:
        state: The file as it was when it was indexed.
        wanted: What the index knows of them.
        settings: For conversions, where the file is one of an older format.
        max_unpacked_size: As for `loms.read`.
    """
    if state.format != _LOMS and not any(edge.source == state.format and edge.target == _LOMS for edge in EDGES):
        return _none(_without_way(state, len(wanted)))
    if state.format != _LOMS and (settings is None or settings.namespace is None):
        return _none(_without_namespace(state, len(wanted)))
    try:
        collected = collect(
            state.path,
            format=state.format,
            digest=state.digest,
            positions={record.place.position for record in wanted},
            max_unpacked_size=max_unpacked_size,
        )
    except SourceChangedError:
        return _none(_changed(state, "has changed since it was indexed"))
    except OSError as error:
        return _none(_gone(state, error))
    except (InvalidDataError, SourceError) as error:
        return _none(_changed(state, f"cannot be read any more: {error}"))
    reading = read_leniently(io.BytesIO(collected.data))
    if state.format == _LOMS:
        return _checked(reading, collected, state)
    # Not None: that was refused above.
    return _converted(reading, sorted(wanted, key=_position), state, cast("Settings", settings))


def _checked(reading: Reading, collected: Collected, state: SourceState) -> Fetched:
    """What is valid of records that were read."""
    document = cast("QmsLearningOpportunities", reading.document)
    records = keyed_records(document).records
    faults = _faults(reading, records)
    graph = Graph.of(records)
    spoiled = faults.keys() | graph.referring(faults.keys())
    keys = {position: key for position, key in collected.ids.items() if key is not None and key in records}
    good = {position: key for position, key in keys.items() if key not in spoiled}
    whole = graph.alive(keys.values(), gone=set(), about=graph.about)
    left = graph.alive(good.values(), gone=spoiled, about=graph.about)
    lost = whole & spoiled - graph.alive(keys.values(), gone=set(), about={})
    issues = [
        _not_valid(state, position, records.get(key or ""), _first_fault(graph, faults, key))
        for position, key in collected.ids.items()
        if position not in good
    ]
    issues += [_part_left_out(state, records[key]) for key in records if key in lost]
    return Fetched(
        records={key: record for key, record in records.items() if key in left}, keys=good, issues=tuple(issues)
    )


def _faults(reading: Reading, records: Records) -> Mapping[str, Issue]:
    """The first fault of each record that has any, by key."""
    by_place: dict[tuple[str, int], str] = {}
    counts: dict[str, int] = {}
    for key, record in records.items():
        kind = kind_of(record)
        counts[kind] = counts.get(kind, 0) + 1
        by_place[kind, counts[kind]] = key
    faults: dict[str, Issue] = {}
    for issue in reading.faults:
        place = _RECORD.match(issue.path or "")
        found = by_place.get((place[1], int(place[2] or 1))) if place else None
        # A fault that is none of a record is held against all.
        for each in [found] if found is not None else records:
            faults.setdefault(each, issue)
    return faults


def _first_fault(graph: Graph, faults: Mapping[str, Issue], key: str | None) -> Issue | None:
    reached = graph.alive([key], gone=set(), about={}) if key is not None and key in graph.targets else set()
    return next((issue for each, issue in faults.items() if each in reached), None)


def _converted(reading: Reading, wanted: Sequence[IndexedRecord], state: SourceState, settings: Settings) -> Fetched:
    """What records of an older format become."""
    if settings.identifier_scheme is None and state.scheme is not None:
        # The references were resolved with this scheme.
        settings = attrs.evolve(settings, identifier_scheme=state.scheme)
    done = convert(reading.document, to=_LOMS, settings=settings)
    records = keyed_records(cast("QmsLearningOpportunities", done.document)).records
    keys = dict(_matched(wanted, records))
    graph = Graph.of(records)
    left = graph.alive(keys.values(), gone=set(), about=graph.about)
    issues = [attrs.evolve(issue, source=state.path, path=None, line=None) for issue in reading.issues]
    issues += [attrs.evolve(issue, source=issue.source or state.path) for issue in done.report.issues]
    issues += [_not_converted(state, record) for record in wanted if record.place.position not in keys]
    return Fetched(
        records={key: record for key, record in records.items() if key in left},
        keys=keys,
        issues=tuple(issues),
        report=done.report,
    )


def _matched(wanted: Sequence[IndexedRecord], records: Records) -> Iterator[tuple[int, str]]:
    """The position of each record that was converted, and the key of what it became; both stand in the same order."""
    qualifications = [(key, record) for key, record in records.items() if isinstance(record, Qualification)]
    waiting = iter(qualifications)
    here = next(waiting, None)
    for each in wanted:
        if here is not None and _is_same(each, here[1]):
            yield each.place.position, here[0]
            here = next(waiting, None)


def _is_same(known: IndexedRecord, record: Qualification) -> bool:
    values = {" ".join(identity.identifier.split()) for identity in known.identities}
    own = {" ".join(each.value.split()) for each in record.identifier}
    return bool(values & own) or (known.id or "").strip() == record.id


def _position(record: IndexedRecord) -> int:
    return record.place.position


def _none(issue: Issue) -> Fetched:
    return Fetched(records={}, keys={}, issues=(issue,))


def _issue(code: str, message: str, remedy: str, state: SourceState, record: str | None = None) -> Issue:
    return Issue(code=code, severity=Severity.ERROR, message=message, remedy=remedy, record=record, source=state.path)


def _without_way(state: SourceState, number: int) -> Issue:
    return _issue(
        "EMBED-NO-WAY",
        f"{counted(number, 'qualification')} of the file cannot be embedded: it is one of {state.format}, which is not "
        f"converted to {_LOMS}.",
        "Leave the references as they are, or name a dataset that holds the qualifications in another format.",
        state,
    )


def _without_namespace(state: SourceState, number: int) -> Issue:
    return _issue(
        "EMBED-NO-NAMESPACE",
        f"{counted(number, 'qualification')} of the file cannot be embedded: it is one of {state.format}, and "
        "converting it gives ids "
        "to records, for which there is no namespace.",
        "Give a namespace of yours, such as https://data.example.org/lo/ (settings=loms.Settings(namespace=…), on the "
        "command line --namespace), or convert the file first.",
        state,
    )


def _changed(state: SourceState, what: str) -> Issue:
    return _issue(
        "EMBED-SOURCE-CHANGED",
        f"Nothing of the file was embedded, because it {what.removesuffix('.')}.",
        "Build the index anew.",
        state,
    )


def _gone(state: SourceState, error: OSError) -> Issue:
    return _issue(
        "EMBED-SOURCE-GONE",
        f"Nothing of the file was embedded, because it cannot be opened: {error.strerror or error}.",
        "Put it back, or build the index anew.",
        state,
    )


def _not_valid(state: SourceState, position: int, record: Record | None, fault: Issue | None) -> Issue:
    why = f": {fault.message}" if fault else "."
    return _issue(
        "EMBED-NOT-VALID",
        f"Record number {position:,} of the file was not embedded, because it, or a record that it needs, is not "
        f"valid{why}",
        "Mend the file: loms validate tells all that is wrong.",
        state,
        record=name_of(record) if record is not None else None,
    )


def _part_left_out(state: SourceState, record: Record) -> Issue:
    issue = _issue(
        "EMBED-PART-LEFT-OUT",
        f"A record that is about an embedded qualification ({kind_of(record)}) was left out, because it is not valid.",
        "Mend the file: loms validate tells all that is wrong.",
        state,
        record=name_of(record),
    )
    return attrs.evolve(issue, severity=Severity.WARNING)


def _not_converted(state: SourceState, record: IndexedRecord) -> Issue:
    return _issue(
        "EMBED-NOT-CONVERTED",
        f"The record cannot be converted from {state.format} to a qualification of LOMS, so it was not embedded.",
        "Complete the record as the other messages say.",
        state,
        record=record.name,
    )
