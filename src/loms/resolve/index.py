"""The index of qualifications: made of any number of files, in memory or kept in a file, and asked by name."""

from __future__ import annotations

import contextlib
import functools
import itertools
import os
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType

from loms.convert.known import QualificationIdentity
from loms.errors import InvalidDataError, Issue, Severity, TargetError, UsageError
from loms.io.target import open_target_file
from loms.resolve import index_file
from loms.resolve.building import NewStore
from loms.resolve.indexing import add_file
from loms.resolve.issues import Issues
from loms.resolve.qualification import IndexedRecord
from loms.resolve.readers import reader_of
from loms.resolve.sources import SourceFile, digest_of, found_files, stamp_of
from loms.resolve.spelling import differences
from loms.resolve.store import SourceState, Store

__all__ = ["Index"]

# What nobody reads to its end: records that have one and the same identifier.
_MOST_ALIKE = 100
_MOST_SHOWN = 5
_SAME_PAGE = {"http or https", "trailing slash"}


class Index:
    """Qualifications of other datasets, found by identifier, id, legacy QualificationId or page.

    Make one with `from_sources` or `open`. It is a context manager that closes itself; it may also be given to
    ``loms.Settings(known_qualifications=…)``.

    Attributes:
        issues: What is wrong with the sources, and with an earlier index file that was not used.
    """

    def __init__(self, store: Store, issues: Sequence[Issue]) -> None:
        self._store = store
        self.issues = (*issues, *store.issues())

    @classmethod
    def from_sources(
        cls,
        *sources: str | os.PathLike[str],
        path: str | os.PathLike[str] | None = None,
        identifier_scheme: str | None = None,
        max_unpacked_size: int | None = None,
    ) -> Index:
        """Make an index.

        Args:
            sources: Files, folders, which stand for the ``.xml`` and ``.xml.gz`` files in them and below, and patterns
                such as ``data/**/*.xml``. Each format that holds qualifications is read: LOMS 2019, legacy
                qualifications 0.7.10, QMS 1.0.
            path: Where to keep the index. What an index there knows of files that have not changed is taken over; it
                is replaced, as a whole, where any has changed. None keeps it in memory.
            identifier_scheme: The scheme of identifiers in formats that name none, which are the legacy ones.
            max_unpacked_size: The most bytes to which a compressed file may unpack; see `loms.read`.

        Returns:
            The index. Files that cannot be read to their end are left out and told in ``issues``.

        Raises:
            UsageError: There is no source, a source is no path, or the scheme is blank.
            SourceError: A path does not exist, or nothing fits a pattern.
            InvalidDataError: What is at ``path`` is no index, so it is not replaced.
            TargetError: The index cannot be written.

        Examples:
            >>> index = Index.from_sources("examples/qualifications-loms.xml")
            >>> len(index)
            7
            >>> found, = index.look_up("TBQ-0301", scheme_id="https://data.three-borders.example/scheme/qualification")
            >>> found.title, found.eqf_level
            ('Title of geriatric care assistant', '3')
        """
        files = found_files(sources)
        if not files:
            raise UsageError("An index needs at least one file with qualifications.")
        if identifier_scheme is not None and not identifier_scheme.strip():
            raise UsageError("The scheme of identifiers is blank. Name it, or leave it out.")
        issues = Issues()
        add = functools.partial(add_file, scheme=identifier_scheme, issues=issues, max_unpacked_size=max_unpacked_size)
        if path is None:
            store = NewStore.empty()
            for file in files:
                add(store, file)
            store.finish(_shared_identifiers)
            return cls(store, issues.all())
        place = os.fspath(path)
        old = _old_states(place, issues)
        kept = {file.path for file in files if _is_unchanged(file, old.get(file.path), identifier_scheme)}
        if [file.path for file in files] != [*old] or len(kept) < len(files):
            with _written(place) as (temporary, store):
                for file in files:
                    if file.path in kept:
                        store.take_over(place, file.path)
                    else:
                        add(store, file)
                store.finish(_shared_identifiers)
                store.close()
                index_file.seal(temporary)
        return cls(Store.open(place), issues.all())

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> Index:
        """Open an index that was kept in a file.

        Args:
            path: Path of the file. It is only read, so several programs may use it at once, and it may be write
                protected.

        Returns:
            The index; ``issues`` says which of its sources have changed or gone since.

        Raises:
            SourceError: The file does not exist or may not be read.
            InvalidDataError: It is no index, one of another version of this library, or damaged.
        """
        place = os.fspath(path)
        index_file.check(place)
        store = Store.open(place)
        issues = Issues()
        for state in store.sources():
            if (issue := _changed(state)) is not None:
                issues.add(issue)
        return cls(store, issues.all())

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __len__(self) -> int:
        return self._store.count("qualification")

    def __iter__(self) -> Iterator[IndexedRecord]:
        return (record for record in self._store.records() if record.is_qualification)

    def close(self) -> None:
        """Close the file of the index; nothing can be looked up after that."""
        self._store.close()

    @property
    def sources(self) -> tuple[SourceState, ...]:
        """The files that it was made of, as they were then."""
        return self._store.sources()

    def look_up(self, identifier: str, *, scheme_id: str | None) -> tuple[IndexedRecord, ...]:
        """The qualifications with an identifier.

        Args:
            identifier: Value of the identifier.
            scheme_id: Its scheme; None means one without a scheme.

        Returns:
            All of them; the order is that of the sources.
        """
        wanted = QualificationIdentity(identifier=identifier, scheme_id=scheme_id)
        found = self.similar(identifier, scheme_id=scheme_id)
        return tuple(record for record in found if record.is_qualification and wanted in record.identities)

    def find(self, address: str) -> tuple[QualificationIdentity, ...]:
        """The qualifications whose page or id is an address, for conversions that look for known qualifications.

        Args:
            address: A web address. Whether that of a page begins with http or https, or ends in a slash, makes no
                difference.

        Returns:
            The first identifier of each of them.
        """
        wanted = address.strip()
        found = (record for record in self.similar(wanted) if record.is_qualification and _is_at(record, wanted))
        return tuple(record.identities[0] for record in found if record.identities)

    def similar(self, text: str, *, scheme_id: str | None = None) -> tuple[IndexedRecord, ...]:
        """The records that have a name which is spelled like a text, or nearly so.

        Args:
            text: An identifier, an id or an address.
            scheme_id: The scheme of an identifier.

        Returns:
            At most 100 records; those with an identifier of this scheme, or nearly this one, come first.
        """
        return tuple(self._store.similar(text, scheme=scheme_id, most=_MOST_ALIKE))


def _is_at(record: IndexedRecord, address: str) -> bool:
    """Whether an address is the id of a record or one of its pages."""
    pages = (differences(address, page.strip()) for page in record.pages)
    return address == (record.id or "").strip() or any(
        each is not None and _SAME_PAGE.issuperset(each) for each in pages
    )


@contextlib.contextmanager
def _written(path: str) -> Iterator[tuple[Path, NewStore]]:
    """Make an empty store in a file that takes the place of another when the block ends well."""
    with open_target_file(path) as temporary:
        try:
            with contextlib.closing(NewStore.empty(str(temporary))) as store:
                yield temporary, store
        except (sqlite3.Error, OSError) as error:
            raise TargetError(f"{path!r} cannot be written: {error}.") from error


def _old_states(path: str, issues: Issues) -> dict[str, SourceState]:
    """What an index at a path knows of its sources; nothing where it cannot be trusted."""
    if not os.path.lexists(path):
        return {}
    try:
        index_file.check(path)
    except InvalidDataError as error:
        issue = error.issues[0]
        if issue.code == "INDEX-UNKNOWN":
            raise  # whatever it is, it is not ours to replace
        issues.add(
            Issue(
                code="INDEX-REBUILT",
                severity=Severity.WARNING,
                message=f"{issue.message} It was built anew from its sources.",
                source=path,
            )
        )
        return {}
    with contextlib.closing(Store.open(path)) as store:
        return {state.path: state for state in store.sources()}


def _is_unchanged(file: SourceFile, old: SourceState | None, scheme: str | None) -> bool:
    if old is None:
        return False
    reader = reader_of(old.format)
    if reader is not None and not reader.has_schemes and old.scheme != scheme:
        return False
    try:
        return digest_of(file.path) == old.digest
    except OSError:
        return False


def _changed(state: SourceState) -> Issue | None:
    """What to say of a source that is not as it was, or None."""
    try:
        if stamp_of(state.path) == state.stamp or digest_of(state.path) == state.digest:
            return None
        what, code = "has changed since the index was built", "INDEX-STALE"
    except OSError:
        what, code = "is not there any more", "INDEX-SOURCE-GONE"
    return Issue(
        code=code,
        severity=Severity.WARNING,
        message=f"The file {what}: {state.path}.",
        remedy="Build the index anew, or go on with what it knows.",
        source=state.path,
    )


def _shared_identifiers(store: Store) -> Iterator[Issue]:
    """What to say of identifiers that several qualifications have."""
    issues = Issues()
    for records in store.shared(most=_MOST_ALIKE):
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
    number = f"{len(records)} or more" if len(records) >= _MOST_ALIKE else len(records)
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
        source=records[0].place.source if in_one else None,
    )
