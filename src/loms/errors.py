"""What can go wrong: the exceptions of the library, and ``Issue``, the one record of a problem in data."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Mapping
from typing import ClassVar

import attrs

__all__ = [
    "InvalidDataError",
    "Issue",
    "LomsError",
    "LomsWarning",
    "MissingDependencyError",
    "Severity",
    "SourceError",
    "TargetError",
    "UsageError",
]

_LINE_BREAKS = re.compile(r"[\r\n]+")


class Severity(enum.StrEnum):
    """How much a problem weighs."""

    ERROR = "error"
    """The data is wrong; a register will refuse it, or something was lost."""
    WARNING = "warning"
    """The data is accepted, but somebody should look at it."""
    INFO = "info"
    """Worth knowing; nothing to do."""


@attrs.frozen(kw_only=True)
class Issue:
    """One problem in one place, in the shape that every part of the library reports.

    Attributes:
        code: Stable name of the kind of problem, such as ``XSD-UNKNOWN-CODE``.
        severity: How much it weighs.
        message: One plain English sentence with the values in it.
        remedy: What to do about it, one sentence, or None where the message says it all.
        path: XPath of the element or attribute, without namespace prefixes, such as
            ``/qmsLearningOpportunities/learningOpportunities/learningOpportunity[2]/title[1]``.
        line: Line in the file, counted from 1.
        record: Identifier of the record that holds the place.
        source: Name of the file, as the caller gave it.

    Examples:
        >>> issue = Issue(code="XSD-MISSING-ELEMENT", severity=Severity.ERROR, message="title is missing.", line=12)
        >>> str(issue)
        'line 12: error: title is missing. [XSD-MISSING-ELEMENT]'
    """

    code: str
    severity: Severity
    message: str
    remedy: str | None = None
    path: str | None = None
    line: int | None = None
    record: str | None = None
    source: str | None = None

    def __str__(self) -> str:
        places = [
            place
            for place in (
                self.source,
                f"line {self.line}" if self.line is not None else None,
                f"record {self.record}" if self.record is not None else None,
            )
            if place is not None
        ]
        where = ", ".join(places)
        remedy = f" {self.remedy}" if self.remedy else ""
        line = f"{where}{': ' if where else ''}{self.severity}: {self.message}{remedy} [{self.code}]"
        # A record or a value that comes from the data may hold line breaks.
        return _LINE_BREAKS.sub(" ", line)

    def as_dict(self) -> Mapping[str, str | int | None]:
        """The issue as a mapping that JSON can hold, the keys in the order of the attributes.

        Returns:
            All attributes by name; those that are not known are None.
        """
        return attrs.asdict(self)


class LomsError(Exception):
    """Base of all errors of this library.

    Attributes:
        issues: The problems behind the error, where there are any.
        exit_code: What the command line returns for it: 1 when the data is at fault, 2 when the call or the tool is.
    """

    exit_code: ClassVar[int] = 2

    def __init__(self, message: str, *, issues: Iterable[Issue] = ()) -> None:
        super().__init__(message)
        self.issues = tuple(issues)


class UsageError(LomsError):
    """The call is wrong: an unknown format, a setting out of range, arguments that exclude each other."""


class SourceError(LomsError):
    """A source cannot be read: it does not exist, is a folder, or the system refuses it."""


class TargetError(LomsError):
    """A target cannot be written; what was there before is untouched."""


class MissingDependencyError(LomsError):
    """A part of the library needs a package that is not installed; the message says which command installs it."""


class InvalidDataError(LomsError):
    """The data is wrong. ``issues`` holds everything that was found, not only the first."""

    exit_code: ClassVar[int] = 1

    @classmethod
    def of(cls, issue: Issue) -> InvalidDataError:
        """The error of one issue, whose words are its message.

        Args:
            issue: What is wrong.

        Returns:
            The error, to be raised.

        Examples:
            >>> str(InvalidDataError.of(Issue(code="XML-EMPTY", severity=Severity.ERROR, message="The file is empty.")))
            'error: The file is empty. [XML-EMPTY]'
        """
        return cls(str(issue), issues=[issue])


class LomsWarning(UserWarning):
    """Raised as a Python warning where data was read leniently and nobody asked for the issues."""
