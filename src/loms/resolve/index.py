"""The index of qualifications: made of any number of files, in memory or kept in a file, and asked by name."""

from __future__ import annotations

import contextlib
import functools
import os
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType

import attrs

from loms.convert.known import QualificationIdentity
from loms.convert.settings import Settings
from loms.errors import InvalidDataError, Issue, Severity, TargetError, UsageError
from loms.io.target import open_target_file
from loms.resolve import index_file
from loms.resolve.building import NewStore
from loms.resolve.index_issues import changed, issues_of_all, shared_identifiers
from loms.resolve.indexing import LEFT_OUT, add_file
from loms.resolve.issues import Issues
from loms.resolve.passed_over import names_passed_over
from loms.resolve.qualification import IndexedRecord
from loms.resolve.readers import reader_of
from loms.resolve.sources import SourceFile, absolute, digest_of, found_files
from loms.resolve.spelling import differences
from loms.resolve.store import ID, MOST_ALIKE, SourceState, Store

__all__ = ["Index"]
# Whatever these are, they are not ours to replace.
_NOT_REPLACED = ("INDEX-UNKNOWN", "INDEX-IN-USE")
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
        self.issues = tuple(issues)

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
            sources: Files, folders, which stand for the ``.xml`` and ``.xml.gz`` files in them and below, and
                patterns such as ``data/**/*.xml``. Each format that holds qualifications is read: LOMS 2019, ELM
                LOQ, legacy qualifications 0.7.10, QMS 1.0.
            path: Where to keep the index. What an index there knows of files that have not changed is taken over; it
                is replaced, as a whole, where any has changed, or where other files are given. It names its files by
                absolute paths. None keeps it in memory.
            identifier_scheme: The scheme of identifiers in formats that name none, which are the legacy ones.
            max_unpacked_size: The most bytes to which a compressed file may unpack; see `loms.read`.

        Returns:
            The index. Files that cannot be read to their end are left out and told in ``issues``.

        Raises:
            UsageError: There is no source, a source is no path, or the scheme is none that a document can hold.
            SourceError: A path does not exist, or nothing fits a pattern.
            InvalidDataError: What is at ``path`` is no index, or another program changes it, so it is not replaced.
            TargetError: The index cannot be written.

        Examples:
            >>> index = Index.from_sources("examples/qualifications-loms.xml")
            >>> len(index)
            7
            >>> found, = index.look_up("TBQ-0301", scheme_id="https://data.three-borders.example/scheme/qualification")
            >>> found.title, found.eqf_level
            ('Title of geriatric care assistant', '3')
        """
        Settings(identifier_scheme=identifier_scheme)
        issues = Issues()
        files = _found(sources, path, issues)
        add = functools.partial(add_file, scheme=identifier_scheme, issues=issues, max_unpacked_size=max_unpacked_size)
        if path is None:
            store = NewStore.empty()
            for file in files:
                add(store, file)
            store.finish(shared_identifiers)
            return cls(store, (*issues.all(), *store.issues()))
        place = os.fspath(path)
        files = tuple(attrs.evolve(file, path=absolute(file.path)) for file in files)
        with contextlib.closing(_old_store(place, issues)) as old:
            states = {state.path: state for state in old.sources()}
            kept = {file.path for file in files if _is_unchanged(file, states.get(file.path), identifier_scheme)}
            if [file.path for file in files] != [*states] or len(kept) < len(files) or _is_incomplete(old):
                with _written(place) as (temporary, store):
                    for file in files:
                        if file.path in kept:
                            store.take_over(old, file.path)
                        else:
                            add(store, file)
                    # Windows lets nobody replace a file that is open.
                    old.close()
                    store.finish(functools.partial(issues_of_all, issues.all()))
                    store.close()
                    index_file.seal(temporary)
        made = Store.open(place)
        # What was left out is told by this run with all that is known of it.
        return cls(made, (*issues.all(), *(issue for issue in made.issues() if issue.code != LEFT_OUT)))

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
            if (issue := changed(state)) is not None:
                issues.add(issue)
        return cls(store, (*issues.all(), *store.issues()))

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
        return tuple(self._store.similar(text, scheme=self._store.scheme_number(scheme_id), most=MOST_ALIKE))

    def with_id(self, id: str) -> tuple[IndexedRecord, ...]:
        """The records that have an id.

        Args:
            id: An ``@id`` or URI.

        Returns:
            All of them; of more than 100 the first ones.
        """
        wanted = id.strip()
        found = self._store.similar(wanted, scheme=ID, most=MOST_ALIKE)
        return tuple(record for record in found if (record.id or "").strip() == wanted)


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


def _found(
    sources: Sequence[str | os.PathLike[str]], kept: str | os.PathLike[str] | None, issues: Issues
) -> tuple[SourceFile, ...]:
    """The files of which an index is made; those of folders that are passed over are told."""

    def tell(folder: str, paths: Sequence[str]) -> None:
        place = None if kept is None else os.fspath(kept)
        if issue := names_passed_over(folder, paths, code="INDEX-PASSED-OVER", kept=place):
            issues.add(issue)

    files = found_files(sources, on_passed_over=tell)
    if not files:
        told = "".join(f" {issue.source}: {issue.message}" for issue in issues.all())
        raise UsageError(f"An index needs at least one file with qualifications.{told}")
    return files


def _old_store(path: str, issues: Issues) -> Store:
    """What an index at a path holds; nothing where it cannot be trusted."""
    if os.path.lexists(path):
        try:
            index_file.check(path)
        except InvalidDataError as error:
            issue = error.issues[0]
            if issue.code in _NOT_REPLACED:
                raise
            issues.add(
                Issue(
                    code="INDEX-REBUILT",
                    severity=Severity.WARNING,
                    message=f"{issue.message} It was built anew from its sources.",
                    source=path,
                )
            )
        else:
            return Store.open(path)
    # They would spoil the new index, too.
    index_file.check_companions(path)
    return NewStore.empty()


def _is_incomplete(store: Store) -> bool:
    """Whether sources were left out when an index was built."""
    return any(issue.code == LEFT_OUT for issue in store.issues())


def _is_unchanged(file: SourceFile, old: SourceState | None, scheme: str | None) -> bool:
    if old is None:
        return False
    reader = reader_of(old.format)
    if reader is None and file.is_named != old.is_named:
        return False  # what is said of such a file depends on it
    if reader is not None and not reader.has_schemes and old.scheme != scheme:
        return False
    try:
        return digest_of(file.path) == old.digest
    except OSError:
        return False
