"""Writes a document record by record, in any order and in flat memory: ``loms.RecordWriter``."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, Self, cast

from lxml import etree

from loms.errors import InvalidDataError, Issue, LomsError, SourceError, TargetError, UsageError
from loms.io.read import summary
from loms.io.source import source_name
from loms.io.streaming.document_frame import begun, opened, with_records
from loms.io.streaming.record_checks import RecordChecks
from loms.io.streaming.record_kinds import RecordKind, SectionKind, section_kinds
from loms.io.streaming.rendering import RecordRenderer
from loms.io.streaming.spool import Spool, folder_for
from loms.io.target import Target, open_target
from loms.io.xml import PARSER_OPTIONS

if TYPE_CHECKING:
    from loms.document import Document
    from loms.io.certain.records import CertainRecord
    from loms.io.streaming.record_types import Record

__all__ = ["RecordWriter"]

_LONG_TEXT = 1_000_000
"""A record of more characters may hold more than a reader takes, which its element shows."""


class RecordWriter:
    """Writes records of all kinds, in any order, and makes one valid document of them when the block ends.

    A record is checked and written to a temporary file when it comes; each section has its own. Memory holds
    some 30 bytes for each id; the ids and open references themselves wait in a temporary file. Without checking it
    holds nothing.

    At the end the sections are put together in the order of the schema: the bytes are those that `loms.write` gives
    for the same records in the same order within their sections. The target is replaced only then. Where the block
    ends with an exception, or where something is wrong at its end, the target is as it was.

    Args:
        target: Path of the file, or a binary stream. A name that ends in ``.gz`` is compressed.
        format: Name of the format, such as ``loms-2019``. May be left out where ``root`` is given.
        root: The document without its records: its attributes, and for a withdrawal its type. A section that it has
            is written even if no record of it comes. May be left out for the formats that need no attributes, LOMS and
            QMS.
        schema_location: As for `loms.write`.
        check: Whether to check each record against the schema, and all ids and references. Without it writing is
            faster; that is for records that come from a valid document as they are, or are checked later.
        temporary_folder: Where the temporary files go, which need the space of the document. None takes the folder of
            the target, or the system's for a stream, a pipe or a device.

    Raises:
        UsageError: There is no such format, it needs a root, or the root is none of it or has records.

    Examples:
        >>> import io, loms
        >>> stream = io.BytesIO()
        >>> with RecordWriter(stream, format="loms-2019") as writer:
        ...     for record in loms.iter_records("examples/qualifications-loms.xml"):
        ...         writer.write(record)
        >>> loms.validate(io.BytesIO(stream.getvalue())).ok, writer.records
        (True, 48)
    """

    def __init__(
        self,
        target: Target,
        *,
        format: str | None = None,
        root: Document | None = None,
        schema_location: str | None = None,
        check: bool = True,
        temporary_folder: str | os.PathLike[str] | None = None,
    ) -> None:
        self._format, self._root = begun(format, root)
        self._target = target
        self._name = source_name(cast("Any", target))
        self._folder = folder_for(target) if temporary_folder is None else temporary_folder
        self._checks = RecordChecks(self._format, source=self._name, folder=self._folder) if check else None
        self._renderer = RecordRenderer(self._format, root=self._root, schema_location=schema_location, name=self._name)
        self._open: contextlib.ExitStack | None = None
        self._stream: BinaryIO | None = None
        self._spools: dict[SectionKind, Spool] = {}
        self._firsts: dict[SectionKind, RecordKind] = {}
        self._failure: LomsError | None = None
        self.records = 0
        """How many records have been written."""

    def __enter__(self) -> Self:
        """Open the target.

        Raises:
            UsageError: It is neither a path nor a binary stream, or the writer was used before.
            TargetError: It cannot be written.
            InvalidDataError: The root is not valid.
        """
        if self._stream is not None:
            raise UsageError("A RecordWriter writes one document; make another for the next.")
        frame = self._frame()
        self._check_around(frame, complete=False)
        with contextlib.ExitStack() as stack:
            self._stream = stack.enter_context(open_target(self._target))
            self._open = stack.pop_all()
        return self

    def write(self, record: Record) -> None:
        """Write a record.

        Args:
            record: The record, which may be changed or thrown away afterwards.

        Raises:
            InvalidDataError: It is not valid, or its id is there already. It is not in the document; others may follow.
            UsageError: It is no record of the format, or holds a value that XML cannot express. It is not in the
                document either.
            TargetError: There is no place for it. Nothing more can be written.
        """
        self._refuse_to_go_on()
        kind = self._renderer.kind_of(record)
        text = self._renderer.rendered(record, kind)
        try:
            is_certain = self._checks is not None and len(text) < _LONG_TEXT and self._checks.accepts(record, kind)
            self._take(text, kind, is_accepted=is_certain)
        except SourceError as error:
            raise self._given_up(error) from error

    def write_text(self, text: str, kind: RecordKind, *, certain: CertainRecord | None = None) -> None:
        """Write a record that was rendered elsewhere.

        Args:
            text: The record, as a `loms.io.streaming.rendering.RecordRenderer` gives it.
            kind: What it is.
            certain: What is known of it where it is certainly valid by itself.

        Raises:
            InvalidDataError: As for `write`.
            TargetError: As for `write`.
        """
        self._refuse_to_go_on()
        try:
            is_accepted = (
                self._checks is not None
                and certain is not None
                and len(text) < _LONG_TEXT
                and self._checks.accepts_certain(certain, kind)
            )
            self._take(text, kind, is_accepted=is_accepted)
        except SourceError as error:
            raise self._given_up(error) from error

    def _given_up(self, error: SourceError) -> TargetError:
        """The failure of a temporary file: what is known of ids may lack some, so nothing more can be checked."""
        self._failure = failure = TargetError(f"{self._name} cannot be written. {error}")
        return failure

    def _refuse_to_go_on(self) -> None:
        if self._open is None:
            raise UsageError("Records are written inside of a with statement: with RecordWriter(…) as writer.")
        if self._failure is not None:
            raise self._failure

    def _take(self, text: str, kind: RecordKind, *, is_accepted: bool) -> None:
        if self._checks is not None and not is_accepted:
            issues = self._checks.take(self._renderer.element(text), kind)
            if issues:
                self._refuse(issues)
        self._keep(text, kind)
        self.records += 1

    def _refuse(self, issues: Sequence[Issue]) -> None:
        """Say what is wrong with a record or with what is around them.

        Raises:
            InvalidDataError: Always.
        """
        raise InvalidDataError(summary(self._name, issues), issues=issues)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Put the document together and replace the target, or leave it as it was.

        Raises:
            InvalidDataError: References lead nowhere, or something is missing around the records.
            TargetError: The target cannot be written.
        """
        stack, self._open = self._open, None
        if stack is None:
            return
        if error is not None:
            stack.__exit__(kind, error, trace)
            return
        with stack:
            self._finish()

    def _finish(self) -> None:
        if self._failure is not None:
            raise self._failure
        frame = self._frame()
        try:
            issues = () if self._checks is None else tuple(self._checks.dangling())
        except SourceError as error:
            raise self._given_up(error) from error
        self._check_around(frame, complete=True, before=issues)
        assert self._stream is not None  # noqa: S101 - it was opened with the block
        for piece in self._pieces(frame):
            if isinstance(piece, Spool):
                piece.copy_to(self._stream)
            else:
                self._stream.write(piece)

    def _keep(self, text: str, kind: RecordKind) -> None:
        assert self._open is not None  # noqa: S101 - the caller has looked
        try:
            spool = self._spools.get(kind.section)
            if spool is None:
                spool = self._open.enter_context(Spool(folder=self._folder, name=self._name))
                self._spools[kind.section] = spool
                self._firsts[kind.section] = kind
            spool.write(text)
        except TargetError as error:
            # A part of the record may have been written.
            self._failure = error
            raise
        except BaseException:
            self._failure = TargetError(f"{self._name} was not written: the writing of a record was interrupted.")
            raise

    def _frame(self) -> bytes:
        """The document without its records; all sections are there that are needed."""
        root = self._root
        for section in self._spools:
            root = with_records(root, section, [])
        return self._renderer.document(root)

    def _pieces(self, frame: bytes) -> Iterator[bytes | Spool]:
        """The document: the frame, opened where records belong, and the records."""
        for section in section_kinds(self._format):
            spool = self._spools.get(section)
            if spool is None:
                continue
            before, after, closed = opened(frame, section, self._format)
            yield before
            yield spool
            yield closed
            frame = after
        yield frame

    def _check_around(self, frame: bytes, *, complete: bool, before: Sequence[Issue] = ()) -> None:
        """Check what is around the records.

        Raises:
            InvalidDataError: Something is wrong with it, or was before.
        """
        if self._checks is None:
            return
        pieces = (piece for piece in self._pieces_with_samples(frame))
        root = etree.fromstring(b"".join(pieces), etree.XMLParser(**PARSER_OPTIONS))
        issues = (*self._checks.around(root, complete=complete), *before)
        if issues:
            self._refuse(issues)

    def _pieces_with_samples(self, frame: bytes) -> Iterator[bytes]:
        """The document with one empty record in each section that has some."""
        firsts = iter([self._firsts[each] for each in section_kinds(self._format) if each in self._firsts])
        for piece in self._pieces(frame):
            yield f"<{next(firsts).name}/>".encode() if isinstance(piece, Spool) else piece
