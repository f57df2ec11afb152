"""The options ``--report`` and ``--compare-with`` of ``loms validate``, and what they write."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import attrs
import click

from loms.cli.failures import wrong_call
from loms.cli.options import STANDARD_STREAM, collected, source_of
from loms.cli.places import Place, check_places
from loms.cli.terminal import messages
from loms.errors import InvalidDataError, UsageError

if TYPE_CHECKING:
    import datetime

    from loms.cli.terminal import Screen
    from loms.reporting import CheckedFile, EarlierReport

__all__ = ["WantedReports", "reports_options"]


@attrs.frozen(kw_only=True)
class WantedReports:
    """What the command line says of reports.

    Attributes:
        reports: Paths of the files to write.
        compare_with: Path of an earlier report, ``-`` for standard input, or None.
    """

    reports: Sequence[str]
    compare_with: str | None

    def check(self, *, inputs: Sequence[Place]) -> None:
        """Refuse what cannot end well, before anything is read.

        Args:
            inputs: The files that are read.

        Raises:
            UsageError: The name of a report does not say what it is to be, or it would take the place of another file.
            TargetError: A report cannot be written, as far as that can be known before.
            MissingDependencyError: A report needs a package that is not installed.
        """
        if not self.reports:
            if self.compare_with is not None:
                raise UsageError("--compare-with says what a report compares with; give --report FILE, too.")
            return
        from loms.reporting.writing import check_report_name

        if STANDARD_STREAM in self.reports:
            raise UsageError("--report names a file; use --json to get the issues on standard output.")
        for name in self.reports:
            check_report_name(name)
        earlier = [] if self.compare_with is None else [Place("earlier report", self.compare_with)]
        check_places(
            inputs=[*inputs, *earlier],
            outputs=[Place("report", name) for name in self.reports],
        )

    def earlier(self) -> EarlierReport | None:
        """Read the earlier report, if there is one.

        Raises:
            SourceError: It cannot be read.
            UsageError: It is no report.
        """
        if self.compare_with is None:
            return None
        from loms.reporting import read_earlier

        try:
            return read_earlier(source_of(self.compare_with))
        except InvalidDataError as error:
            # The data that was to be checked has no part in it, so this is a wrong call.
            raise wrong_call(error) from error

    def write(
        self, files: Sequence[CheckedFile], *, earlier: EarlierReport | None, date: datetime.date | None = None
    ) -> None:
        """Write the reports, all or none, and say where what they compare with was made otherwise.

        Args:
            files: What was found in each file.
            earlier: What to compare with.
            date: The day that the reports name; None takes today.

        Raises:
            TargetError: One of them cannot be written.
        """
        if self.reports:
            from loms.reporting import write_report
            from loms.reporting.comparison import caution_of

            write_report(files, *self.reports, date=date, earlier=earlier)
            if earlier is not None and (caution := caution_of(files, earlier)) is not None:
                messages().line(f"loms: warning: {caution}", style="yellow")

    def say_written(self, screen: Screen) -> None:
        """Say which files were written.

        Args:
            screen: Where to say it.
        """
        for name in self.reports:
            screen.line(f"{name} written.")


def reports_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options for reports; it gets them as one ``WantedReports``, named ``wanted``."""
    command = collected(command, name="wanted", kind=WantedReports)
    for option in (
        click.option(
            "--compare-with",
            metavar="EARLIER.json",
            help="Let the reports also tell what is new, gone and still there since this one.",
        ),
        click.option(
            "reports",
            "--report",
            metavar="FILE",
            multiple=True,
            help="Write all that was found to this file: a page for people (.html), or for programs .json, .sarif, or "
            ".xml as JUnit has it; may be repeated.",
        ),
    ):
        command = option(command)
    return command
