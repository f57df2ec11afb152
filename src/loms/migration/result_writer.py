"""Writes what a conversion makes, and notes whether the document is known to be valid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

import attrs

from loms.errors import Issue
from loms.io.streaming.record_writer import RecordWriter

if TYPE_CHECKING:
    from loms.document import Document

__all__ = ["ResultWriter", "Verdict"]


@attrs.define
class Verdict:
    """What is known of a document that was made.

    Attributes:
        is_valid: Whether it is known to be valid. Otherwise it has to be checked, which also says what is wrong.
    """

    is_valid: bool = False


class ResultWriter(RecordWriter):
    """A `loms.RecordWriter` that refuses nothing: what is wrong is said when the document is checked as a whole.

    Args:
        made: Takes the document.
        root: The document without its records.
        folder: Where temporary files are; None for the folder of the system.
        verdict: Learns at the end whether the document is valid; None for a document that nobody checks.
    """

    def __init__(self, made: BinaryIO, *, root: Document, folder: str | None, verdict: Verdict | None) -> None:
        super().__init__(made, root=root, check=verdict is not None, temporary_folder=folder)
        self._verdict = verdict
        self._is_refused = False

    def _refuse(self, issues: Sequence[Issue]) -> None:
        self._is_refused = True

    def _finish(self) -> None:
        super()._finish()
        if self._verdict is not None:
            self._verdict.is_valid = not self._is_refused
