"""What to check: a profile, and the rules that are chosen, left out or weighed otherwise."""

from __future__ import annotations

import datetime
import os
from collections.abc import Collection, Iterable, Mapping
from typing import cast

import attrs

from loms.errors import Severity, UsageError
from loms.formats import Format
from loms.validate.catalogue import all_rules, codes_of
from loms.validate.coverage import WITHOUT_RULES, Coverage, coverage_of
from loms.validate.defining import QualificationsByIdentifier, Rule

__all__ = ["PROFILES", "Checks", "today"]

_FIXED_DAY = "SOURCE_DATE_EPOCH"

PROFILES: Mapping[str, str] = {
    "qdr": "the schema, and what the register and the documentation of the schema demand beyond it",
    WITHOUT_RULES: "the schema, ids and references alone",
    "strict": "as qdr, and each warning is an error",
}
"""What each profile checks."""


def _check_profile(_: object, __: object, profile: object) -> None:
    if profile not in PROFILES:
        raise UsageError(f"There is no profile {profile!r}. Profiles: {', '.join(PROFILES)}.")


def _names(given: object) -> tuple[str, ...]:
    names = tuple(given) if isinstance(given, Iterable) and not isinstance(given, str | bytes) else (None,)
    if not all(isinstance(each, str) for each in names):
        raise UsageError(f"{given!r} is no list of codes. Give codes of rules, such as ['LOMS-TEXT'].")
    return cast("tuple[str, ...]", names)


def _severities(given: Mapping[str, Severity | str]) -> Mapping[str, Severity]:
    whole: object = given
    if not isinstance(whole, Mapping) or not all(isinstance(code, str) for code in whole):
        raise UsageError(f"{given!r} is no severities by code. Give them as {{'LOMS-DATE-PAST': 'error'}}.")
    try:
        return {code: Severity(str(level).strip().lower()) for code, level in given.items()}
    except ValueError:
        known = ", ".join(Severity)
        said = {code: str(level) for code, level in given.items()}
        raise UsageError(f"{said!r} names a severity that there is not. Severities: {known}.") from None


def _check_date(_: object, __: object, date: datetime.date | None) -> None:
    given: object = date
    if given is not None and (not isinstance(given, datetime.date) or isinstance(given, datetime.datetime)):
        raise UsageError(f"The date is {date!r}, which is no day. Give one such as datetime.date(2026, 9, 1), or None.")


@attrs.frozen(kw_only=True)
class Checks:
    """What to check.

    A code stands for itself and for all that begin with its words: ``LOMS-TEXT`` for all rules about texts. A part of a
    word, such as ``LOMS-TEXT-PLACE``, stands for nothing.

    Attributes:
        profile: ``qdr``, ``schema`` or ``strict``; see `PROFILES`.
        select: Codes of the rules to run; empty for all. Of several codes about a rule the longest counts.
        ignore: Codes of the rules not to run.
        severities: How much the findings of a rule weigh, by code. It goes before what the profile says.
        date: The day that counts as today; None for the day of ``SOURCE_DATE_EPOCH`` or, where that is not set, today.
        qualifications: Qualifications of other datasets, such as a `loms.Index`; None where nobody knows any.

    Raises:
        UsageError: There is no such profile, code or severity, a date is none, or rules are selected in the profile
            ``schema``, which runs none.

    Examples:
        >>> checks = Checks(select=["LOMS-TEXT"], ignore=["LOMS-TEXT-PLACEHOLDER"], severities={"LOMS-TEXT": "info"})
        >>> {rule.code: severity.value for rule, severity in checks.rules().items()}["LOMS-TEXT-BLANK"]
        'info'
    """

    profile: str = attrs.field(default="qdr", validator=_check_profile)
    select: tuple[str, ...] = attrs.field(default=(), converter=_names)
    ignore: tuple[str, ...] = attrs.field(default=(), converter=_names)
    severities: Mapping[str, Severity] = attrs.field(factory=dict, converter=_severities)
    date: datetime.date | None = attrs.field(default=None, validator=_check_date)
    qualifications: QualificationsByIdentifier | None = None

    def __attrs_post_init__(self) -> None:
        for name in (*self.select, *self.ignore, *self.severities):
            codes_of(name)
        if self.profile == WITHOUT_RULES and self.select:
            raise UsageError(
                f"The profile schema runs no rules, so {', '.join(self.select)} cannot be selected. Take the profile "
                "qdr or strict, or select nothing."
            )

    def rules(self) -> Mapping[Rule, Severity]:
        """The rules to run, each with how much its findings weigh."""
        if self.profile == WITHOUT_RULES:
            return {}
        chosen = _by_code(self.select) if self.select else {each.code: 0 for each in all_rules()}
        ignored = _by_code(self.ignore)
        return {
            each: self._severity(each)
            for each in all_rules()
            if each.code in chosen and chosen[each.code] > ignored.get(each.code, -1)
        }

    def coverage(self, format: Format | None, *, found: Collection[str] = ()) -> Coverage:
        """How much of what the register demands beyond the schema these checks look for.

        Args:
            format: Format of the file, or None where it could not be found out.
            found: The codes of what was found.

        Examples:
            >>> from loms.formats import find_format
            >>> Checks(ignore=["LOMS-ID"]).coverage(find_format("loms-2019")).value
            'some'
        """
        # Rules take half a second to load, which nobody should wait for who wants none.
        if self.profile == WITHOUT_RULES:
            return Coverage.SCHEMA
        return coverage_of(format, known=all_rules(), run=self.rules(), found=found)

    def _severity(self, rule: Rule) -> Severity:
        said = max((name for name in self.severities if rule.code in codes_of(name)), key=len, default=None)
        if said is not None:
            return self.severities[said]
        is_raised = self.profile == "strict" and rule.severity is Severity.WARNING
        return Severity.ERROR if is_raised else rule.severity


def today() -> datetime.date:
    """The day on which files are checked.

    Returns:
        The day of the variable ``SOURCE_DATE_EPOCH`` (seconds since 1970, see reproducible-builds.org), if it is set.

    Raises:
        UsageError: It is set to something else.
    """
    fixed = os.environ.get(_FIXED_DAY)
    if not fixed:
        return datetime.date.today()
    try:
        return datetime.datetime.fromtimestamp(int(fixed), tz=datetime.UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(f"{_FIXED_DAY} is {fixed!r}. Give the seconds since 1970, or unset it.") from error


def _by_code(names: tuple[str, ...]) -> Mapping[str, int]:
    """The codes that are meant, each with the length of the longest name that means it."""
    found: dict[str, int] = {}
    for name in sorted(names, key=len):
        found.update(dict.fromkeys(codes_of(name), len(name)))
    return found
