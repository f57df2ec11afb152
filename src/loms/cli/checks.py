"""What the command line says of what to check: options, and the table ``[tool.loms]`` of a project."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import attrs
import click

from loms.cli.options import collected
from loms.cli.places import Place
from loms.errors import SourceError, UsageError

if TYPE_CHECKING:
    from loms.validate import Checks
    from loms.validate.defining import QualificationsByIdentifier

__all__ = ["GivenChecks", "checks_options"]

_PROJECT = "pyproject.toml"
_LONGEST_NUMBER = 20
"""A number of more digits is refused unread: Python would take long for it."""
_PROFILES = ("qdr", "schema", "strict")


@attrs.frozen(kw_only=True)
class GivenChecks:
    """What the command line says of what to check.

    Attributes:
        profile: Name of a profile, or None.
        select: Codes of the rules to run, several with commas between them.
        ignore: Codes of the rules not to run.
        severity: Pairs such as ``LOMS-DATE-PAST=error``.
        date: The day that counts as today, or None.
        max_issues: How many issues to list; -1 for all; None where nothing was said.
        config: Path of a file with a table ``[tool.loms]``, or None.
    """

    profile: str | None
    select: Sequence[str]
    ignore: Sequence[str]
    severity: Sequence[str]
    date: datetime.date | None
    max_issues: int | None
    config: str | None

    @property
    def places(self) -> tuple[Place, ...]:
        """The file from which settings are read, where one was named."""
        return () if self.config is None else (Place("configuration", self.config),)

    def load(self, *, qualifications: QualificationsByIdentifier | None = None) -> tuple[Checks, int | None]:
        """What to check, and how many issues to list; what the command line says goes before the file.

        Args:
            qualifications: Qualifications of other datasets.

        Raises:
            SourceError: The file cannot be read.
            UsageError: A setting is unknown or has no meaning.
        """
        from loms.validate import Checks
        from loms.validate.check_settings import issues_to_list
        from loms.validate.coverage import WITHOUT_RULES
        from loms.validate.validating import MOST_LISTED

        settings = self._settings()
        # Where the call wants no rules at all, those that the file selects do not matter.
        selected = () if self.profile == WITHOUT_RULES else cast("Sequence[str]", settings.get("select", ()))
        checks = Checks(
            profile=self.profile or cast("str", settings.get("profile", "qdr")),
            select=_split(self.select) or selected,
            ignore=_split(self.ignore) or cast("Sequence[str]", settings.get("ignore", ())),
            severities=_severities(cast("Mapping[str, str]", settings.get("severity", {})), _pairs(self.severity)),
            date=self.date or cast("datetime.date | None", settings.get("date")),
            qualifications=qualifications,
        )
        most = self.max_issues
        if most is None:
            most = issues_to_list(settings.get("max-issues", MOST_LISTED))
        return checks, None if most < 0 else most

    def _settings(self) -> Mapping[str, object]:
        from loms.validate.check_settings import check_settings

        if self.config is not None:
            return check_settings(_read(self.config), source=self.config, is_named=True)
        here = Path.cwd()
        for folder in (here, *here.parents):
            project = folder / _PROJECT
            if project.is_file():
                return check_settings(_read(str(project)), source=str(project))
        return {}


def checks_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say what to check; it gets them as one ``GivenChecks``, named ``given``."""
    command = collected(command, name="given", kind=GivenChecks)
    for option in reversed(
        (
            click.option(
                "--profile",
                type=click.Choice(_PROFILES),
                help="What to check: qdr, which is the schema and the rules of the register; schema, which is the "
                "schema alone; strict, in which warnings are errors. Without it the configuration decides, which says "
                "qdr.",
            ),
            click.option(
                "--select",
                metavar="CODE",
                multiple=True,
                help="Run this rule, or those whose codes begin with these words, and no others; may be repeated.",
            ),
            click.option(
                "--ignore",
                metavar="CODE",
                multiple=True,
                help="Do not run this rule, or those whose codes begin with these words; may be repeated.",
            ),
            click.option(
                "--severity",
                metavar="CODE=LEVEL",
                multiple=True,
                help="How much the findings of a rule weigh: error, warning or info; may be repeated.",
            ),
            click.option(
                "--date",
                metavar="DAY",
                callback=_day,
                help="The day that counts as today, such as 2026-09-01, so that the result is the same tomorrow.",
            ),
            click.option(
                "--max-issues",
                metavar="N",
                callback=_number,
                help="How many problems to list, or none for no limit; of each kind the first. All are counted. "
                "Without it that is 10,000.",
            ),
            click.option(
                "--config",
                metavar="FILE",
                help="Where to read the table [tool.loms]; without it that is the pyproject.toml of the folder or of "
                "the nearest one above it.",
            ),
        )
    ):
        command = option(command)
    return command


def _day(_context: click.Context, _parameter: click.Parameter, value: str | None) -> datetime.date | None:
    try:
        return None if value is None else datetime.date.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(f"{value!r} is no day such as 2026-09-01.") from error


def _number(_context: click.Context, _parameter: click.Parameter, value: str | None) -> int | None:
    if value is None:
        return None
    from loms.validate.check_settings import issues_to_list

    is_number = value.isascii() and value.isdecimal() and len(value) <= _LONGEST_NUMBER
    try:
        return issues_to_list(int(value) if is_number else value)
    except ValueError as error:
        raise click.BadParameter(f"{value!r} is no number such as 500, nor none.") from error


def _split(given: Sequence[str]) -> list[str]:
    return [each.strip() for names in given for each in names.split(",") if each.strip()]


def _severities(of_file: Mapping[str, str], of_call: Mapping[str, str]) -> Mapping[str, str]:
    """How much findings weigh: of what a file says that remains of which the call says nothing."""
    from loms.validate.catalogue import codes_of

    said = [codes_of(name) for name in of_call]
    return {
        **{name: level for name, level in of_file.items() if not any(codes_of(name) <= each for each in said)},
        **of_call,
    }


def _pairs(given: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in given:
        code, equals, level = each.partition("=")
        if not equals:
            raise UsageError(f"--severity {each} says no level. Write it as LOMS-DATE-PAST=error.")
        found[code.strip()] = level.strip().lower()
    return found


def _read(name: str) -> str:
    """The text of a configuration.

    Raises:
        SourceError: It cannot be read.
        UsageError: It is no text in UTF-8.
    """
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise SourceError(f"{name} cannot be read: {error.strerror}.") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{name} is no text in UTF-8. Save it as UTF-8.") from error
