"""Converts a file to a file, whatever its size: ``loms.convert_file``."""

from __future__ import annotations

import contextlib
import importlib
import itertools
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

import attrs

from loms.convert.edges import find_path
from loms.convert.joining import Joint
from loms.convert.settings import Settings
from loms.errors import UsageError
from loms.formats import Format, find_format
from loms.io.growing import GrowingDocument
from loms.io.source import Source, open_source, source_name
from loms.io.streaming.spool import folder_for
from loms.io.target import Target, open_targets
from loms.jobs import checked_jobs
from loms.migration.book import AccountBook
from loms.migration.by_main_record import MainRecords
from loms.migration.by_record import RecordByRecord
from loms.migration.invalid_result import check_result
from loms.migration.levels import FAIL_ON, FailOn
from loms.migration.refusal import refusal
from loms.migration.report import MigrationReport
from loms.migration.result_writer import Verdict
from loms.migration.stored_places import StoredPlaces
from loms.migration.task import FileConversion, Task
from loms.migration.temporary import Named, chunks, readable_again, rewind, temporary, told

if TYPE_CHECKING:
    from loms.convert.edges import Edge
    from loms.convert.entries import Step

__all__ = ["Migration", "convert_file", "format_of_file"]


@attrs.frozen(kw_only=True)
class Migration:
    """What came of the conversion of a file.

    Attributes:
        source_format: Format of the source.
        target_format: Format of the target.
        report: What became of every field.
        refused: Why the target was not written, or None.
        written: Whether it was written.
    """

    source_format: Format
    target_format: Format
    report: MigrationReport
    refused: str | None
    written: bool


def convert_file(
    source: Source,
    target: Target | None,
    *,
    to: str,
    settings: Settings | None = None,
    strict: bool = False,
    fail_on: FailOn | None = None,
    report: Target | None = None,
    keep_entries: bool = False,
    jobs: int = 1,
    max_unpacked_size: int | None = None,
) -> Migration:
    """Convert a file to a file of another format, whatever its size.

    Memory stays flat. Where records refer to others that come later, all of them go into a temporary database first.

    The source is read leniently: what is wrong with it stands in the report, and records with faults are converted as
    far as possible. The target is replaced only by a whole and valid document.

    Args:
        source: Path of an XML file, or a binary stream. Either may be compressed with gzip.
        target: Path of the file to write, or a binary stream; None writes nothing, and the report is the same.
        to: Name of the target format, such as ``loms-2019``.
        settings: What the conversion cannot know by itself; see `loms.Settings`.
        strict: Whether the first fault of the source, or the first record that cannot be converted, ends it.
        fail_on: What keeps the target from being written: a record that cannot be converted (``error``), also a value
            that is lost (``dropped``), also one that only a note keeps (``note``), also any ``warning``. None lets
            records that can be converted go on without the others.
        report: Path of a file for the report as JSON, or a binary stream. It is written together with the target, and
            also where the target was refused.
        keep_entries: Whether the entries of the report are wanted even if it is not written.
        jobs: How many processes share the work on a legacy LOQ file that becomes LOMS; the bytes are the same. More
            than one are new Python processes, so a script that asks for them needs its
            ``if __name__ == "__main__":``. A strict conversion always works alone.
        max_unpacked_size: As for `loms.read`.

    Returns:
        What came of it. Nothing of it holds the records.

    Raises:
        UsageError: The format cannot be converted to the other, or a setting is missing or wrong.
        SourceError: The source cannot be read.
        InvalidDataError: The source is no document of a known format; or it is strict, and something is wrong.
        TargetError: The target or the report cannot be written; what was there is untouched.

    Examples:
        >>> import loms
        >>> settings = loms.Settings(namespace="https://data.example.org/lo/")
        >>> done = convert_file("examples/courses-loq.xml", None, to="loms-2019", settings=settings)
        >>> done.report.records_read, done.report.records_converted, done.written
        (17, 17, False)
    """
    if fail_on is not None and fail_on not in FAIL_ON:
        raise UsageError(f"fail_on is {fail_on!r}. Give one of {', '.join(FAIL_ON)}, or None.")
    folder = None if target is None else folder_for(target)
    shown = "the result" if target is None else source_name(target)
    with told(shown, folder), readable_again(source) as again, contextlib.closing(temporary(folder)) as made:
        task = _Task(
            source=again,
            settings=settings or Settings(),
            strict=strict,
            limit=max_unpacked_size,
            folder=folder,
            jobs=checked_jobs(jobs),
        )
        verdict = Verdict()
        account = task.convert(made, to=to, keeps_entries=keep_entries or report is not None, verdict=verdict)
        refused = refusal(account, fail_on)
        is_wanted = refused is None and target is not None
        if refused is None and not verdict.is_valid:
            check_result(made, find_format(to), name=shown)
        _write_all(account, made, report=report, target=target if is_wanted else None)
        return Migration(
            source_format=find_format(account.source_format),
            target_format=find_format(to),
            report=account,
            refused=refused,
            written=is_wanted,
        )


@attrs.frozen(kw_only=True)
class _Task:
    """What to convert.

    Attributes:
        source: Path of the source, or a file that can be read more than once.
        settings: What the conversion cannot know by itself.
        strict: Whether the first fault or error ends it.
        limit: The most bytes to which the source may unpack.
        folder: Where temporary files are; None for the folder of the system.
        jobs: How many processes share the work.
    """

    source: Source
    settings: Settings
    strict: bool
    limit: int | None
    folder: str | None
    jobs: int

    def convert(self, made: BinaryIO, *, to: str, keeps_entries: bool, verdict: Verdict) -> MigrationReport:
        """Convert it step by step, and put the new document into a temporary file, of which the verdict tells."""
        path = find_path(format_of_file(self.source, max_unpacked_size=self.limit).name, to)
        book = AccountBook(keeps_entries=keeps_entries, several_steps=len(path) > 1, folder=self.folder)
        source, before = self.source, None
        steps: list[Step] = []
        with contextlib.ExitStack() as kept:
            for number, edge in enumerate(path, start=1):
                target: BinaryIO = made
                asked: Verdict | None = verdict
                if before is not None:
                    book.joint = Joint(number=number, formats=(edge.source, edge.target), before=before)
                    book.places = None
                if number < len(path):
                    # What one step makes is checked by the next, which reads it.
                    target, asked = kept.enter_context(contextlib.closing(temporary(self.folder))), None
                    origin = str if before is None else before.origin
                    book.places = kept.enter_context(StoredPlaces(edge.target, origin=origin, folder=self.folder))
                steps.append(self._conversion(edge, source, book, asked).run(target))
                before = book.places
                target.seek(0)
                source = Named(target, f"the result of step {number}")
        return MigrationReport(source_format=path[0].source, target_format=to, steps=tuple(steps), book=book)

    def _conversion(self, edge: Edge, source: Source, book: AccountBook, verdict: Verdict | None) -> FileConversion:
        task = Task(
            source=source,
            settings=self.settings,
            strict=self.strict,
            max_unpacked_size=self.limit,
            book=book,
            folder=self.folder,
            # What the next step must know of this one is noted in one process.
            jobs=self.jobs if book.places is None else 1,
            verdict=verdict,
        )
        package = importlib.import_module(f"loms.convert.{edge.name}")
        if hasattr(package, "BY_RECORD"):
            return RecordByRecord(task, package.BY_RECORD)
        if hasattr(package, "BY_MAIN_RECORD"):
            return MainRecords(task, package.BY_MAIN_RECORD)
        # ELM's lists of codes take half a second to load.
        if edge.target == "elm-loq":
            from loms.migration.elm import ElmRecords

            return ElmRecords(task)
        from loms.migration.qms import QmsRecords

        return QmsRecords(task)


def format_of_file(source: Source, *, max_unpacked_size: int | None = None) -> Format:
    """The format of a file, by how it begins.

    Args:
        source: A path, or a source that can be read more than once.
        max_unpacked_size: As for `loms.read`.

    Raises:
        SourceError: The source cannot be read.
        InvalidDataError: It is no document of a known format.
    """
    with open_source(source, max_unpacked_size=max_unpacked_size) as opened:
        found = GrowingDocument(opened).format
    rewind(source)
    return found


def _write_all(account: MigrationReport, made: BinaryIO, *, report: Target | None, target: Target | None) -> None:
    """Write report and document, files before streams, so that a failure leaves no half of them."""
    wanted: list[tuple[Target, Iterator[bytes]]] = []
    if report is not None:
        wanted.append((report, (piece.encode() for piece in itertools.chain(account.json_pieces(), "\n"))))
    if target is not None:
        wanted.append((target, chunks(made)))
    for are_files in (True, False):
        some = [(each, pieces) for each, pieces in wanted if isinstance(each, (str, os.PathLike)) is are_files]
        with open_targets(*(each for each, _ in some)) as streams:
            for stream, (_, pieces) in zip(streams, some, strict=True):
                for piece in pieces:
                    stream.write(piece)
