"""What a rule is: a small function with its code, its words, what it looks at, and an example of either kind."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

import attrs
from lxml import etree

from loms.errors import Severity
from loms.formats import Format
from loms.io.schema.seen import SeenRecord
from loms.validate.refusing import check_code, check_reach, check_words, names_in, severity_of

__all__ = [
    "OUR_BEGINNING",
    "Checker",
    "Finding",
    "Here",
    "Place",
    "QualificationsByIdentifier",
    "Rule",
    "Run",
    "is_own",
    "rule",
]

_Kept = TypeVar("_Kept")
OUR_BEGINNING = "LOMS-"
"""How the codes of the rules of this library begin."""


class QualificationsByIdentifier(Protocol):
    """Knows qualifications of other datasets, as `loms.Index` does."""

    def look_up(self, identifier: str, *, scheme_id: str | None) -> Sequence[object]:
        """The qualifications that have an identifier.

        Args:
            identifier: Its value.
            scheme_id: Its scheme; None where it has none.
        """


@attrs.frozen(kw_only=True)
class Place:
    """Where a record, or something in it, stands.

    Attributes:
        order: Sorts records in the order of the document.
        path: XPath, as in issues.
        line: Line, counted from 1; None where it is not known.
        record: Identifier of the record; None where it has none.
    """

    order: int
    path: str
    line: int | None
    record: str | None


@attrs.frozen
class Finding:
    """Something that a rule has found.

    Attributes:
        where: The element, while its record is looked at; at the end of the file its place.
        message: One sentence with the values in it.
        attribute: Name of the attribute, where it is about one.
        remedy: What to do; None where the rule itself says it.
    """

    where: etree._Element | Place
    message: str
    attribute: str | None = attrs.field(default=None, kw_only=True)
    remedy: str | None = attrs.field(default=None, kw_only=True)


class Run:
    """One file while the rules look at it.

    Args:
        format: Its format.
        date: The day that counts as today.
        qualifications: Qualifications of other datasets; None where nobody knows any.

    Attributes:
        format: Its format.
        date: The day that counts as today. A rule never asks the clock.
        qualifications: Qualifications of other datasets; None where nobody knows any.
    """

    def __init__(
        self, format: Format, *, date: datetime.date, qualifications: QualificationsByIdentifier | None = None
    ) -> None:
        self.format = format
        self.date = date
        self.qualifications = qualifications
        self._shared: dict[type[object], object] = {}

    def shared(self, kind: type[_Kept]) -> _Kept:
        """What several rules keep together, made when it is first asked for.

        Args:
            kind: Its class, which is called without arguments.
        """
        found = self._shared.get(kind)
        if not isinstance(found, kind):
            found = self._shared[kind] = kind()
        return found


class Here:
    """What a rule may ask about the record that is looked at.

    Args:
        run: The file.
        seen: The record.

    Attributes:
        run: The file.
        seen: The record.
    """

    __slots__ = ("_kept", "run", "seen")

    def __init__(self, run: Run, seen: SeenRecord) -> None:
        self.run = run
        self.seen = seen
        self._kept: dict[object, object] = {}

    def place(self, element: etree._Element | None = None) -> Place:
        """Where the record, or an element in it, stands; for a finding at the end of the file.

        Args:
            element: The element; None for the record.
        """
        seen = self.seen
        element = seen.element if element is None else element
        return Place(order=seen.order, path=seen.path_of(element), line=seen.line_of(element), record=seen.id)

    def once(self, make: Callable[[etree._Element], _Kept], element: etree._Element) -> _Kept:
        """What a function makes of an element, made once however many rules ask.

        Args:
            make: The function.
            element: An element of the record.
        """
        key = (make, element)
        if key not in self._kept:
            self._kept[key] = make(element)
        found: _Kept = self._kept[key]  # type: ignore[assignment]
        return found


class Checker:
    """A rule at work on one file. A rule that remembers something is a class on this one.

    Args:
        run: The file.
    """

    def __init__(self, run: Run) -> None:
        self.run = run

    def look(self, element: etree._Element, here: Here) -> Iterable[Finding]:
        """Look at one of the elements that the rule has asked for.

        Args:
            element: A record or an element in it. It may be as wrong as data can be.
            here: What else there is to ask.
        """
        return ()

    def end(self) -> Iterable[Finding]:
        """Say what is known only when all records have been looked at."""
        return ()


class _Function(Checker):
    """A rule that needs no memory, at work."""

    def __init__(self, run: Run, look: Callable[[etree._Element, Here], Iterable[Finding]]) -> None:
        super().__init__(run)
        self.look = look  # type: ignore[assignment, method-assign]


def is_own(code: str) -> bool:
    """Whether a rule of that code is one of this library."""
    return code.startswith(OUR_BEGINNING)


@attrs.frozen(kw_only=True, eq=False)
class Rule:
    """One rule. Make it with the decorator `rule`.

    Attributes:
        code: Its name, which stays.
        severity: How much it weighs if nobody says otherwise.
        says: What it demands, in one sentence.
        why: What goes wrong otherwise, or who demands it.
        remedy: What to do, in one sentence.
        formats: Names of the formats that it is for.
        records: The kinds of record that it looks at as a whole, by the local names of their elements.
        elements: The elements that it looks at wherever they stand in a record, by local name.
        holding: What the text of such an element must hold to be looked at; None for any.
        bad: One or more records that break it, as far as they matter to it.
        good: The same records as they should be.
        begin: Makes what looks at one file.
        needs_qualifications: Whether it can say something only where qualifications of other datasets are known.
        remembers: Whether what it says of a record may depend on the records before.
        limits: What it passes over, in one sentence; None where it tells all that it is about.
    """

    code: str
    severity: Severity
    says: str
    why: str
    remedy: str
    formats: tuple[str, ...]
    records: tuple[str, ...]
    elements: tuple[str, ...]
    holding: str | None
    bad: str
    good: str
    begin: Callable[[Run], Checker] = attrs.field(repr=False)
    needs_qualifications: bool = False
    remembers: bool = True
    limits: str | None = None

    def __attrs_post_init__(self) -> None:
        check_code(self.code)
        needed = {name: getattr(self, name) for name in ("says", "why", "remedy", "bad", "good")}
        check_words(self.code, needed=needed, optional={"limits": self.limits, "holding": self.holding})
        check_reach(self.code, formats=self.formats, records=self.records, elements=self.elements)

    def as_dict(self) -> Mapping[str, object]:
        """The rule as a mapping that JSON can hold."""
        return {
            "code": self.code,
            "severity": str(self.severity),
            "says": self.says,
            "why": self.why,
            "remedy": self.remedy,
            "limits": self.limits,
            "formats": list(self.formats),
            "records": list(self.records),
            "elements": list(self.elements),
            "bad": self.bad,
            "good": self.good,
        }


def rule(
    code: str,
    severity: Severity | str,
    *,
    says: str,
    why: str,
    remedy: str,
    bad: str,
    good: str,
    formats: Iterable[str] = ("loms-2019",),
    records: Iterable[str] = (),
    elements: Iterable[str] = (),
    holding: str | None = None,
    needs_qualifications: bool = False,
    limits: str | None = None,
) -> Callable[[Callable[[etree._Element, Here], Iterable[Finding]] | type[Checker]], Rule]:
    """Make a rule of a function, or of a class where it has to remember something from record to record.

    A function is called with an element and a `Here`. A class on `Checker` is called with a `Run` once for each
    file. What it keeps must be small: a file has millions of records.

    Args:
        code: Its name. Those of this library begin with ``LOMS-``, so choose another beginning.
        severity: ``error``, ``warning`` or ``info``.
        says: What it demands, in one sentence.
        why: What goes wrong otherwise, or who demands it.
        remedy: What to do, in one sentence.
        bad: One or more records that break it, as far as they matter to it.
        good: The same records as they should be.
        formats: Names of the formats that it is for.
        records: The kinds of record that it looks at as a whole.
        elements: The elements that it looks at wherever they stand in a record.
        holding: What the text of such an element must hold to be looked at, such as ``<``; None for any.
        needs_qualifications: Whether it can say something only where qualifications of other datasets are known.
        limits: What it passes over, in one sentence, such as ``Told only when ...``; None where it tells all.

    Returns:
        What makes the rule.

    Raises:
        UsageError: The code cannot be one, or the rule could never look at anything.

    Examples:
        >>> @rule(
        ...     "SCHOOL-SHOUTING",
        ...     "warning",
        ...     says="Titles are not all in capitals.",
        ...     why="Our style guide says so.",
        ...     remedy="Write it as a sentence.",
        ...     elements=["title"],
        ...     bad="<learningOpportunity><title><text>BREAD</text></title></learningOpportunity>",
        ...     good="<learningOpportunity><title><text>Bread</text></title></learningOpportunity>",
        ... )
        ... def shouting(element, here):
        ...     title = "".join(element.itertext()).strip()
        ...     if title.isupper():
        ...         yield Finding(element, f"The title {title!r} is in capitals.")
        >>> shouting.code, shouting.severity.value
        ('SCHOOL-SHOUTING', 'warning')
    """

    def make(check: Callable[[etree._Element, Here], Iterable[Finding]] | type[Checker]) -> Rule:
        return Rule(
            code=code,
            severity=severity_of(code, severity),
            says=says,
            why=why,
            remedy=remedy,
            formats=names_in(code, "formats", formats),
            records=names_in(code, "records", records),
            elements=names_in(code, "elements", elements),
            holding=holding,
            bad=bad,
            good=good,
            begin=check if isinstance(check, type) else lambda run: _Function(run, check),
            needs_qualifications=needs_qualifications,
            remembers=isinstance(check, type),
            limits=limits,
        )

    return make
