"""The report on a file that was converted: numbers at hand, issues and entries as long lists to go through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import attrs

from loms.convert.entries import FieldSummary, Step
from loms.convert.rules import Action
from loms.errors import Issue, Severity
from loms.io.json import dumped
from loms.migration.book import AccountBook

if TYPE_CHECKING:
    from loms.convert.accounting import ConversionReport

__all__ = ["MigrationReport"]


@attrs.frozen(kw_only=True)
class MigrationReport:
    """The account of the conversion of a file. Its long lists are on disk, so that it may be of any length.

    Attributes:
        source_format: Name of the format that was converted.
        target_format: Name of the format it was converted to.
        steps: The steps, in the order in which they were gone.
    """

    source_format: str
    target_format: str
    steps: tuple[Step, ...]
    _book: AccountBook

    @classmethod
    def of(cls, report: ConversionReport, *, of_source: Iterable[Issue], keeps_entries: bool) -> MigrationReport:
        """The same account as that of a conversion in memory.

        Args:
            report: That account.
            of_source: What is wrong with the source.
            keeps_entries: Whether the entries are wanted, and not only their numbers.
        """
        book = AccountBook(keeps_entries=keeps_entries, several_steps=len(report.steps) > 1)
        for issue in of_source:
            book.add_of_source(issue)
        book.add(report.entries, report.issues)
        return cls(
            source_format=report.source_format, target_format=report.target_format, steps=report.steps, book=book
        )

    @property
    def records_read(self) -> int:
        """Number of source records."""
        return self.steps[0].records_read

    @property
    def records_converted(self) -> int:
        """Number of records of the last step that stand in the target."""
        return self.steps[-1].records_converted

    @property
    def records_left_out(self) -> int:
        """Number of records that could not be converted, over all steps."""
        return sum(step.records_left_out for step in self.steps)

    @property
    def ok(self) -> bool:
        """Whether there is no error."""
        return not self._book.severities[Severity.ERROR]

    @property
    def entries(self) -> int:
        """Number of entries."""
        return self._book.tally.entries

    @property
    def lost(self) -> int:
        """Number of entries of what the source said and the target does not say."""
        return self._book.tally.lost

    @property
    def losses(self) -> Mapping[tuple[str, str], int]:
        """The same by field and reason, in the order in which they came."""
        return self._book.tally.losses

    @property
    def issues(self) -> Iterator[Issue]:
        """What somebody should look at: what is wrong with the source, then what the conversion says."""
        return self._book.issues

    @property
    def source_faults(self) -> int:
        """Number of errors of the source itself."""
        return self._book.source_faults

    @property
    def faults_of_source(self) -> Iterator[Issue]:
        """These errors, with what was done about each."""
        return (issue for issue in self._book.of_source if issue.severity is Severity.ERROR)

    def count(self, what: Action | Severity | str) -> int:
        """How much there is of something.

        Args:
            what: An action, for its entries; a severity or a code, for its issues.
        """
        if isinstance(what, Action):
            return self._book.tally.actions[what]
        return self._book.severities[what] if isinstance(what, Severity) else self._book.codes[what]

    def summary(self) -> tuple[FieldSummary, ...]:
        """What became of each field over all records, step by step, in the order of the source."""
        return self._book.tally.summary()

    def json_pieces(self, indent: str = "") -> Iterator[str]:
        """The report as JSON, in pieces, of the same content as `loms.convert.ConversionReport.as_dict`.

        Args:
            indent: White space before each line but the first.
        """
        several = len(self.steps) > 1
        head = {
            "source_format": self.source_format,
            "target_format": self.target_format,
            "records": {"read": self.records_read, "converted": self.records_converted},
            "steps": [step.as_dict() for step in self.steps],
            "lost": self.lost,
            "summary": [
                {key: value for key, value in field.as_dict().items() if several or key != "step"}
                for field in self.summary()
            ],
        }
        yield dumped(head).removesuffix("\n}").replace("\n", f"\n{indent}")
        issues = (dumped(issue.as_dict()).replace("\n", f"\n{indent}    ") for issue in self.issues)
        yield from _listed("issues", issues, indent)
        yield from _listed("entries", self._book.entries, indent)
        yield f"\n{indent}}}"


def _listed(name: str, items: Iterable[str], indent: str) -> Iterator[str]:
    yield f',\n{indent}  "{name}": ['
    between = f"\n{indent}    "
    is_empty = True
    for item in items:
        yield between + item
        between = f",\n{indent}    "
        is_empty = False
    yield "]" if is_empty else f"\n{indent}  ]"
