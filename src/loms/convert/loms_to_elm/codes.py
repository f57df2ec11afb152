"""Finds the codes of ELM that mean what those of LOMS mean."""

from __future__ import annotations

import enum
import functools
from collections.abc import Mapping
from types import MappingProxyType

import attrs

from loms import elm
from loms.convert.settings import Settings
from loms.convert.tables import rows_by

__all__ = ["ElmCode", "country_of", "elm_code", "language_uri", "place_code"]

_LISTS: Mapping[str, type[enum.Enum]] = MappingProxyType(
    {
        "country": elm.Country,
        "nuts": elm.Nuts,
        "currency": elm.Currency,
        "jurisdiction": elm.AdministrativeTerritorialUnit,
        "language": elm.Language,
        "isced-f": elm.IscedF,
        "eqf-level": elm.EqfLevel,
        "reusability-level": elm.SkillReuseLevel,
        "learning-outcome-type": elm.SkillType,
        "learning-opportunity-type": elm.LearningOpportunityType,
        "activity-type": elm.LearningActivityType,
        "learning-mode": elm.ModeOfLearningAndAssessment,
        "learning-schedule": elm.LearningScheduleType,
        "learning-setting": elm.LearningSettingType,
        "target-group": elm.TargetGroup,
        "assessment-type": elm.LearningAssessmentType,
        "entitlement-type": elm.LearningEntitlementType,
        "entitlement-status": elm.LearningEntitlementStatus,
        "media-type": elm.FileType,
        "content-encoding": elm.ContentEncoding,
        "credit-point-system": elm.CreditPointFramework,
    }
)
"""The list of ELM by the list of LOMS. Those of subjects and of types of organizations are open in ELM."""

_SETTINGS = MappingProxyType({"successor": "successor_codes", "approx": "near_codes"})
"""The setting without which a code is not written, by the rule that gives it."""

_NUTS = "http://data.europa.eu/esco/nuts/"


@attrs.frozen
class ElmCode:
    """A code of ELM.

    Attributes:
        uri: The code; empty where ELM has none.
        rule: How it comes from that of LOMS: ``same``, ``base`` (another beginning), ``table``, ``successor`` (it came
            after a code that was withdrawn), ``approx`` (it only comes near), ``none``, or ``framework``.
    """

    uri: str
    rule: str

    @property
    def setting(self) -> str:
        """Name of the setting without which it is not written; empty where it always is."""
        return _SETTINGS.get(self.rule, "")

    def is_allowed(self, settings: Settings) -> bool:
        """Whether it may be written.

        Args:
            settings: Those of the conversion.
        """
        return bool(self.uri) and (not self.setting or bool(getattr(settings, self.setting)))


_NONE = ElmCode("", "none")


def elm_code(code_list: str, value: str) -> ElmCode:
    """The code of ELM for one of LOMS.

    Args:
        code_list: Name of the list of LOMS, such as ``country``.
        value: The code, a URI.

    Examples:
        >>> elm_code("isced-f", "http://data.europa.eu/esco/isced-f/0721").uri
        'http://data.europa.eu/snb/isced-f/0721'
        >>> elm_code("currency", "http://publications.europa.eu/resource/authority/currency/ADF").rule
        'none'
    """
    exact, beginnings = _table(code_list)
    code = value.strip()
    found = exact.get(code)
    if found is None:
        for beginning, replacement, rule in beginnings:
            if code.startswith(beginning):
                found = ElmCode(replacement + code[len(beginning) :], rule)
                break
    return found if found is not None and _is_known(code_list, found.uri) else _NONE


def place_code(value: str) -> ElmCode:
    """The code of ELM for a country or region.

    Args:
        value: The code of LOMS, a URI.

    Examples:
        >>> place_code("http://data.europa.eu/esco/nuts/AT130").uri
        'http://data.europa.eu/nuts/code/AT130'
    """
    return elm_code("nuts" if value.strip().startswith(_NUTS) else "country", value)


def country_of(value: str, settings: Settings) -> str:
    """The country in which a country or region is; empty where there is no code for it.

    Args:
        value: The code of LOMS, a URI.
        settings: Those of the conversion.

    Examples:
        >>> country_of("http://data.europa.eu/esco/nuts/AT130", Settings())
        'http://publications.europa.eu/resource/authority/country/AUT'
    """
    code = value.strip()
    if code.startswith(_NUTS):
        rows = rows_by("elm_nuts_country", "prefix").get(code[len(_NUTS) :][:2], ())
        return next((row["country"] for row in rows), "")
    found = elm_code("country", code)
    return found.uri if found.is_allowed(settings) else ""


def language_uri(language: str) -> str:
    """The code of a language in the list of the European Union; empty where it is not known.

    Args:
        language: As texts of LOMS have it, such as ``en``.

    Examples:
        >>> language_uri("no")
        'http://publications.europa.eu/resource/authority/language/NOR'
    """
    return next((row["language"] for row in rows_by("elm_language", "text").get(language, ())), "")


@functools.cache
def _table(code_list: str) -> tuple[Mapping[str, ElmCode], tuple[tuple[str, str, str], ...]]:
    exact: dict[str, ElmCode] = {}
    beginnings = []
    for row in rows_by("elm_code", "list")[code_list]:
        if row["code"].endswith("*"):
            beginnings.append((row["code"][:-1], row["elm"][:-1], row["rule"]))
        else:
            exact[row["code"]] = ElmCode(row["elm"], row["rule"])
    return exact, tuple(beginnings)


def _is_known(code_list: str, uri: str) -> bool:
    return bool(uri) and (code_list not in _LISTS or uri in _values(_LISTS[code_list]))


@functools.cache
def _values(codes: type[enum.Enum]) -> frozenset[str]:
    return frozenset(str(each.value) for each in codes)
