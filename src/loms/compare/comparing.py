"""Compares two releases of a dataset: `loms.compare`."""

from __future__ import annotations

import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator

import attrs
from lxml import etree

from loms.compare.entries import Difference, FieldChange, FieldDifference, Match, RecordChange, line_of
from loms.compare.fields import FieldComparer
from loms.compare.identity import match_renamed
from loms.compare.issues import RenamedTally, issues_of_store
from loms.compare.nodes import Node, NodeMaker
from loms.compare.places import STRONG_KEYS
from loms.compare.reading import ReleaseReader
from loms.compare.renaming import Renaming
from loms.compare.report import ComparedRelease, Comparison
from loms.compare.store import NEW, OLD, KeptRecord, ReleaseStore
from loms.compare.strong_keys import strong_keys
from loms.errors import Issue, TargetError, UsageError
from loms.formats import Format
from loms.io.kept_lines import Lines
from loms.io.source import Source, open_source
from loms.io.streaming.record_kinds import record_kinds
from loms.io.streaming.record_stream import unchanged
from loms.io.xml import PARSER_OPTIONS

__all__ = ["compare"]

_RICHEST = "loms-2019"


def compare(old: Source, new: Source, *, max_unpacked_size: int | None = None) -> Comparison:
    """Compare two releases of a dataset, record by record and field by field.

    Records are found again by their ids, in whatever order they stand. Those that are not, are looked for under other
    ids: by all that they say, apart from their own id and the ids of records to which they refer, then by identifiers
    and home pages. What differs in spelling only is no difference: prefixes, comments, white space between elements,
    ``1.50`` and ``1.5``. The upload key of legacy files is not looked at.

    The files may be larger than memory: their records are kept in a temporary database. They must be well formed, but
    they need not be valid. What the schema does not know in a record is compared, too.

    Args:
        old: Path of the earlier release, or a binary stream; XML of any format, compressed or not.
        new: The later one, of the same format.
        max_unpacked_size: As for `loms.read`.

    Returns:
        What became of the records.

    Raises:
        UsageError: The files are of different formats.
        SourceError: One of them cannot be read.
        InvalidDataError: One of them is not well formed or of no known format.
        TargetError: There is no room for the temporary database.

    Examples:
        >>> same = compare("examples/courses-loms.xml", "examples/courses-loms.xml")
        >>> same.is_same, same.unchanged["learningOpportunity"]
        (True, 17)
        >>> import io, pathlib
        >>> changed = pathlib.Path("examples/courses-loms.xml").read_bytes().replace(b"Baking basics", b"Baking")
        >>> for record in compare("examples/courses-loms.xml", io.BytesIO(changed)).records:
        ...     print(record.difference, record.kind, [(field.path, field.new) for field in record.fields])
        changed learningOpportunity [('learningOpportunity/title[1]/text', 'Baking: bread and rolls')]
        changed learningSpecification [('learningSpecification/title[1]/text', 'Baking: bread and rolls')]
    """
    try:
        with ReleaseStore() as store:
            return _Work(store).compared(old, new, max_unpacked_size)
    except (OSError, sqlite3.Error) as error:
        raise _no_room(str(getattr(error, "strerror", None) or error)) from error


@attrs.define(eq=False)
class _Work:
    """One comparison."""

    store: ReleaseStore
    _documents: dict[int, Node] = attrs.field(factory=dict, init=False)
    _formats: dict[int, tuple[str, Format]] = attrs.field(factory=dict, init=False)

    def compared(self, old: Source, new: Source, limit: int | None) -> Comparison:
        self._read(old, OLD, limit)
        self.store.seal_old()
        self._read(new, NEW, limit)
        self.store.match_ids()
        format = self._formats[NEW][1]
        maker = NodeMaker(format)
        looked_for = self.store.has_unmatched()
        if looked_for:
            match_renamed(
                self.store,
                lambda record: _node(record, maker),
                names=tuple(STRONG_KEYS.get(format.name, ())),
            )
        return self._result(maker, format, looked_for=looked_for)

    def _read(self, source: Source, release: int, limit: int | None) -> None:
        with open_source(source, max_unpacked_size=limit) as opened, unchanged(opened):
            reader = ReleaseReader(opened)
            self._formats[release] = (opened.name, reader.format)
            self._check_formats()
            maker = NodeMaker(reader.format)
            for found in reader.records():
                key, identity = maker.key(found.element, found.section) or (None, None)
                self.store.put(
                    release,
                    section=found.section,
                    kind=maker.name(found.element),
                    key=key,
                    id=identity,
                    line=found.line,
                    data=etree.tostring(found.element, encoding="utf-8", with_tail=False),
                    strong_keys=strong_keys(found.element, reader.format),
                )
            assert reader.document is not None  # noqa: S101 - it has been read to its end
            self._documents[release] = reader.document

    def _check_formats(self) -> None:
        """Refuse two formats.

        Raises:
            UsageError: They differ.
        """
        if len(self._formats) < len((OLD, NEW)):
            return
        (old_name, old), (new_name, new) = self._formats[OLD], self._formats[NEW]
        if old is not new:
            # What is newer can say more.
            source, target = (new_name, old.name) if old.name == _RICHEST else (old_name, new.name)
            raise UsageError(
                f"{old_name} is a {old.name} file and {new_name} a {new.name} file, so they cannot be compared. "
                f"Convert one of them first: loms convert {source} --to {target} -o FILE."
            )

    def _result(self, maker: NodeMaker, format: Format, *, looked_for: bool) -> Comparison:
        sources = {release: name for release, (name, _) in self._formats.items()}
        lines = Lines()
        counts: dict[str, Counter[Difference]] = {}
        same = Counter(self.store.same())
        renamed = RenamedTally(sources[NEW])
        also_changed = 0
        kinds = tuple(dict.fromkeys(name for _, name in record_kinds(format)))
        for change in self._changes(maker, kinds, same):
            counts.setdefault(change.kind, Counter())[change.difference] += 1
            if change.difference is Difference.RENAMED:
                renamed.add(change)
                also_changed += _is_changed(change.fields)
            lines.add([line_of(change)])
        issues: tuple[Issue, ...] = (
            *issues_of_store(self.store, sources, looked_for=looked_for),
            *renamed.issues(),
        )
        return Comparison(
            format=format,
            old=ComparedRelease(source=sources[OLD], records=self.store.count(OLD)),
            new=ComparedRelease(source=sources[NEW], records=self.store.count(NEW)),
            document=FieldComparer(str, str).changes(self._documents[OLD], self._documents[NEW]),
            issues=issues,
            unchanged={kind: same[kind] for kind in sorted(same, key=_rank(kinds))},
            lines=lines,
            counts=counts,
            also_changed=also_changed,
        )

    def _changes(self, maker: NodeMaker, kinds: tuple[str, ...], same: Counter[str]) -> Iterator[RecordChange]:
        """What became of the records that are not the same byte for byte; those that say the same are counted."""
        renaming = Renaming(self.store)
        comparer = FieldComparer(renaming.old_name, renaming.new_name)
        for old, new in self.store.touched(kinds):
            if old is None or new is None:
                yield _alone(old, new, maker)
                continue
            fields: tuple[FieldChange, ...] = ()
            is_same, label = renaming.label_of_same(old, new)
            if not is_same:
                nodes = _node(old, maker), _node(new, maker)
                fields, label = comparer.changes(*nodes), nodes[1].label or nodes[0].label
            change = _together(old, new, fields, label)
            if change is None:
                same[new.kind] += 1
            else:
                yield change


def _together(
    old: KeptRecord, new: KeptRecord, fields: tuple[FieldChange, ...], label: str | None
) -> RecordChange | None:
    match = Match(new.match or Match.ID.value)
    if match is not Match.ID and old.id != new.id:
        difference = Difference.RENAMED
    elif fields:
        difference = Difference.CHANGED if _is_changed(fields) else Difference.REORDERED
    else:
        return None
    return RecordChange(
        difference=difference,
        kind=new.kind,
        old_id=old.id,
        new_id=new.id,
        label=label,
        old_line=old.line,
        new_line=new.line,
        match=match,
        candidates=new.candidates or 1,
        fields=fields,
    )


def _alone(old: KeptRecord | None, new: KeptRecord | None, maker: NodeMaker) -> RecordChange:
    there = old or new
    assert there is not None  # noqa: S101 - one of them is there
    return RecordChange(
        difference=Difference.REMOVED if new is None else Difference.ADDED,
        kind=there.kind,
        old_id=None if old is None else old.id,
        new_id=None if new is None else new.id,
        label=_node(there, maker).label,
        old_line=None if old is None else old.line,
        new_line=None if new is None else new.line,
    )


def _is_changed(fields: tuple[FieldChange, ...]) -> bool:
    """Whether more than the order of something differs."""
    return any(each.difference is not FieldDifference.REORDERED for each in fields)


def _node(record: KeptRecord, maker: NodeMaker) -> Node:
    return maker.record(etree.fromstring(record.data, etree.XMLParser(**PARSER_OPTIONS)), record.section)


def _rank(kinds: tuple[str, ...]) -> Callable[[str], tuple[int, str]]:
    return lambda kind: (kinds.index(kind) if kind in kinds else len(kinds), kind)


def _no_room(reason: str) -> TargetError:
    return TargetError(
        f"The releases cannot be compared: the temporary files in {tempfile.gettempdir()} failed: {reason}."
    )
