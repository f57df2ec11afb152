"""What a conversion of a file is given, and what all of them have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import attrs

from loms.io.streaming.record_stream import RecordStream
from loms.migration.result_writer import ResultWriter, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from loms.convert.entries import Step
    from loms.convert.settings import Settings
    from loms.document import Document
    from loms.io.left_out import LeftOut
    from loms.io.source import Source
    from loms.migration.book import AccountBook

__all__ = ["AT_ONCE", "FileConversion", "Task"]

AT_ONCE = 16
"""How many records are read, then converted, then written. One by one would drive what each of the three needs out of
the caches of the processor; more at once would gain little, and take more memory."""


@attrs.frozen(kw_only=True)
class Task:
    """One file to convert.

    Attributes:
        source: Its path, or a file that can be read more than once.
        settings: What the conversion cannot know by itself.
        strict: Whether the first fault or error ends it.
        max_unpacked_size: The most bytes to which the source may unpack; None takes the usual limit.
        book: Takes the account.
        folder: Where temporary files are; None for the folder of the system.
        jobs: How many processes may share the work.
        verdict: Learns whether what is made is valid; None where nobody asks.
    """

    source: Source
    settings: Settings
    strict: bool
    max_unpacked_size: int | None
    book: AccountBook
    folder: str | None
    jobs: int = 1
    verdict: Verdict | None = None

    def writer(self, made: BinaryIO, *, root: Document) -> ResultWriter:
        """Writes the records of the target.

        Args:
            made: Takes the document.
            root: The document without its records.
        """
        return ResultWriter(made, root=root, folder=self.folder, verdict=self.verdict)

    @property
    def at_once(self) -> int:
        """How many records are read, then converted, then written; see `AT_ONCE`."""
        # A strict conversion looks at no record behind the first that is wrong.
        return 1 if self.strict else AT_ONCE

    def stream(
        self, *, on_root: Callable[[Document], object], on_left_out: Callable[[LeftOut], object]
    ) -> RecordStream:
        """Reads the records of the source; its issues go into the account.

        Args:
            on_root: Called with the document, without its records, before the first of them comes.
            on_left_out: Called with each piece that lenient reading leaves out.
        """
        return RecordStream(
            source=self.source,
            max_unpacked_size=self.max_unpacked_size,
            strict=self.strict,
            on_issue=self.book.add_of_source,
            on_root=on_root,
            on_left_out=on_left_out,
        )


class FileConversion(Protocol):
    """A way to convert a file."""

    def run(self, made: BinaryIO) -> Step:
        """Convert.

        Args:
            made: Takes the document of the target format.

        Returns:
            How many records were read and converted.

        Raises:
            UsageError: A setting is missing that the conversion needs.
            SourceError: The source cannot be read.
            InvalidDataError: The source is no document of the format; or the task is strict, and something is wrong.
            TargetError: There is no place for what is written.
            sqlite3.Error: There is no place for a temporary database.
        """
