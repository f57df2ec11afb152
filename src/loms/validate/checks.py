"""What to check: a profile, and the rules that are chosen, left out or weighed otherwise."""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping

import attrs

from loms.errors import Severity, UsageError
from loms.validate.catalogue import all_rules, codes_of
from loms.validate.defining import QualificationsByIdentifier, Rule

__all__ = ["PROFILES", "Checks", "today"]

_FIXED_DAY = "SOURCE_DATE_EPOCH"

PROFILES: Mapping[str, str] = {
    "qdr": "the schema, and what the register and the documentation of the schema demand beyond it",
    "schema": "the schema, ids and references alone",
    "strict": "as qdr, and each warning is an error",
}
"""What each profile checks."""


def _check_profile(_: object, __: object, profile: object) -> None:
    if profile not in PROFILES:
        raise UsageError(f"There is no profile {profile!r}. Profiles: {', '.join(PROFILES)}.")


def _names(given: object) -> tuple[str, ...]:
    if isinstance(given, str) or not all(isinstance(each, str) for each in given):  # type: ignore[attr-defined]
        raise UsageError(f"{given!r} is no list of codes. Give codes of rules, such as ['LOMS-TEXT'].")
    return tuple(given)  # type: ignore[arg-type]


def _severities(given: Mapping[str, Severity | str]) -> Mapping[str, Severity]:
    try:
        return {code: Severity(level) for code, level in given.items()}
    except ValueError:
        known = ", ".join(Severity)
        raise UsageError(f"{dict(given)!r} names a severity that there is not. Severities: {known}.") from None


@attrs.frozen(kw_only=True)
class Checks:
    """What to check.

    A code stands for itself and for all that begin with it: ``LOMS-TEXT`` for all rules about texts.

    Attributes:
        profile: ``qdr``, ``schema`` or ``strict``; see `PROFILES`.
        select: Codes of the rules to run; empty for all. Of several codes about a rule the longest counts.
        ignore: Codes of the rules not to run.
        severities: How much the findings of a rule weigh, by code. It goes before what the profile says.
        date: The day that counts as today; None for the day of ``SOURCE_DATE_EPOCH`` or, where that is not set, today.
        qualifications: Qualifications of other datasets, such as a `loms.Index`; None where nobody knows any.

    Raises:
        UsageError: There is no such profile, code or severity.

    Examples:
        >>> checks = Checks(select=["LOMS-TEXT"], ignore=["LOMS-TEXT-PLACEHOLDER"], severities={"LOMS-TEXT": "info"})
        >>> {rule.code: severity.value for rule, severity in checks.rules().items()}["LOMS-TEXT-BLANK"]
        'info'
    """

    profile: str = attrs.field(default="qdr", validator=_check_profile)
    select: tuple[str, ...] = attrs.field(default=(), converter=_names)
    ignore: tuple[str, ...] = attrs.field(default=(), converter=_names)
    severities: Mapping[str, Severity] = attrs.field(factory=dict, converter=_severities)
    date: datetime.date | None = None
    qualifications: QualificationsByIdentifier | None = None

    def __attrs_post_init__(self) -> None:
        for name in (*self.select, *self.ignore, *self.severities):
            codes_of(name)

    def rules(self) -> Mapping[Rule, Severity]:
        """The rules to run, each with how much its findings weigh."""
        if self.profile == "schema":
            return {}
        chosen = _by_code(self.select) if self.select else {each.code: 0 for each in all_rules()}
        ignored = _by_code(self.ignore)
        return {
            each: self._severity(each)
            for each in all_rules()
            if each.code in chosen and chosen[each.code] > ignored.get(each.code, -1)
        }

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
