"""What is checked can be chosen: profiles, rules, severities, the day, and how many issues are listed."""

from __future__ import annotations

import datetime
import io
from collections.abc import Collection
from typing import Any

import attrs
import pytest

import loms
from loms.errors import Severity, UsageError
from loms.formats import find_format
from loms.validate import Checks, catalogue, checks, find_rule
from loms.validate.catalogue import codes_of
from loms.validate.check_settings import check_settings
from tests.support.documents import LOMS

BAD = (
    LOMS.replace(' schemeID="https://data.example.org/scheme"', "")
    .replace("opportunity/1", "x/1")
    .replace(">Bread<", ">test<", 1)
)
"""An identifier without a scheme, and a placeholder."""


def codes(**chosen: object) -> dict[str, str]:
    report = loms.validate(io.BytesIO(BAD.encode()), checks=Checks(**chosen))  # type: ignore[arg-type]
    return {each.code: str(each.severity) for each in report.counts}


def test_the_rules_of_the_register_are_checked_by_default() -> None:
    both = {"LOMS-IDENTIFIER-NO-SCHEME": "warning", "LOMS-TEXT-PLACEHOLDER": "warning"}
    assert codes() == codes(profile="qdr") == both
    assert loms.validate(io.BytesIO(BAD.encode())).profile == "qdr"


def test_the_schema_alone_has_nothing_against_it() -> None:
    assert codes(profile="schema") == {}
    assert loms.validate(io.BytesIO(BAD.encode()), profile="schema").date is None


def test_a_strict_check_takes_warnings_for_errors() -> None:
    report = loms.validate(io.BytesIO(BAD.encode()), profile="strict")
    assert not report.ok
    assert set(codes(profile="strict").values()) == {"error"}


def test_rules_are_selected_and_ignored_by_code_or_by_its_beginning() -> None:
    assert set(codes(select=["LOMS-TEXT"])) == {"LOMS-TEXT-PLACEHOLDER"}
    assert set(codes(ignore=["LOMS-TEXT"])) == {"LOMS-IDENTIFIER-NO-SCHEME"}
    assert set(codes(select=["LOMS-TEXT"], ignore=["LOMS-TEXT-PLACEHOLDER"])) == set()


def test_of_several_codes_about_a_rule_the_longest_counts() -> None:
    assert set(codes(select=["LOMS-TEXT-PLACEHOLDER"], ignore=["LOMS-TEXT"])) == {"LOMS-TEXT-PLACEHOLDER"}
    weighed = codes(severities={"LOMS-TEXT": "info", "LOMS-TEXT-PLACEHOLDER": "error"})
    assert weighed["LOMS-TEXT-PLACEHOLDER"] == "error"


def test_what_is_said_of_a_severity_goes_before_the_profile() -> None:
    assert codes(profile="strict", severities={"loms-text": "warning"})["LOMS-TEXT-PLACEHOLDER"] == "warning"


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({"profile": "lax"}, "no profile 'lax'.*qdr, schema, strict"),
        ({"select": ["LOMS-TEXT-BLNAK"]}, "no rule 'LOMS-TEXT-BLNAK'.*LOMS-TEXT-BLANK"),
        ({"ignore": ["XSD-UNKNOWN-CODE"]}, "always checked"),
        ({"severities": {"LOMS-TEXT": "fatal"}}, "error, warning, info"),
        ({"select": "LOMS-TEXT"}, "no list of codes"),
    ],
)
def test_what_means_nothing_is_refused_at_once(chosen: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        Checks(**chosen)  # type: ignore[arg-type]


def test_profile_and_checks_together_are_refused() -> None:
    with pytest.raises(UsageError, match="Both"):
        loms.validate(io.BytesIO(LOMS.encode()), checks=Checks(), profile="strict")


def test_the_day_decides_what_is_long_past() -> None:
    text = LOMS.replace("      <providedBy", "      <startedAtDate>2026-09-01</startedAtDate><providedBy", 1).encode()

    def found(date: datetime.date) -> list[str]:
        return [issue.code for issue in loms.validate(io.BytesIO(text), checks=Checks(date=date)).issues]

    assert found(datetime.date(2027, 9, 1)) == []
    assert found(datetime.date(2027, 9, 2)) == ["LOMS-DATE-PAST"]


def test_the_day_may_be_fixed_for_all_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.today() == datetime.date(2026, 9, 1)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert checks.today() == datetime.date(1970, 1, 1)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "tomorrow")
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH is 'tomorrow'"):
        loms.validate(io.BytesIO(LOMS.encode()))
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert checks.today() >= datetime.date(2026, 1, 1)


def test_a_renamed_code_stays_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "RENAMED", {"LOMS-TEXT-EMPTY": "LOMS-TEXT-BLANK"})
    assert find_rule("loms-text-empty").code == "LOMS-TEXT-BLANK"
    assert codes_of("LOMS-TEXT-EMPTY") == {"LOMS-TEXT-BLANK"}
    assert Checks(severities={"LOMS-TEXT-EMPTY": Severity.ERROR}).rules()[find_rule("LOMS-TEXT-BLANK")] == "error"


def test_each_renamed_code_has_a_rule_today_and_is_none_itself() -> None:
    current = {rule.code for rule in catalogue.all_rules()}
    assert set(catalogue.RENAMED.values()) <= current
    assert current.isdisjoint(catalogue.RENAMED)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[tool.loms", "is no TOML"),
        ("[tool]\nloms = 3", "Make it a table"),
        ("[tool.loms]\nprofil = 'qdr'", "Did you mean profile"),
        ("[tool.loms]\nselect = 'LOMS-TEXT'", "Give a list of codes"),
        ("[tool.loms]\nselect = [3]", "Give a list of codes"),
        ("[tool.loms]\nmax-issues = true", "Give a whole number"),
        ("[tool.loms]\nmax-issues = -5", "Give a whole number"),
        ("[tool.loms]\nmax-issues = 'many'", "Give a whole number"),
        ("[tool.loms]\ndate = '2026-09-01'", "Give a date without quotes"),
        ("[tool.loms]\nprofile = 'lax'", "There is no profile 'lax'"),
        ("[tool.loms]\nselect = ['LOMS-TXT']", "There is no rule 'LOMS-TXT'"),
        ("[tool.loms]\nignore = ['LOMS-TXT']", "There is no rule 'LOMS-TXT'"),
        ("[tool.loms.severity]\nLOMS-TXT = 'error'", "There is no rule 'LOMS-TXT'"),
        ("[tool.loms.severity]\nLOMS-TEXT = 'fatal'", "names a severity that there is not"),
        ("[tool.loms.severity]\nLOMS-TEXT = 3", "names a severity that there is not"),
    ],
)
def test_a_table_that_means_nothing_is_refused_with_the_name_of_its_file(text: str, words: str) -> None:
    with pytest.raises(UsageError, match=f"pyproject.toml.*{words}"):
        check_settings(text, source="pyproject.toml")


@pytest.mark.parametrize("text", ["", "[project]\nname = 'x'", "[tool.ruff]\nline-length = 100"])
def test_a_project_may_say_nothing_of_loms(text: str) -> None:
    assert check_settings(text, source="pyproject.toml") == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "Write "),
        ("[project]\nname = 'x'", "Write "),
        ("profil = 'qdr'", "Write "),
        ("[loms]\nprofile = 'strict'", r"It holds \[loms\]; write "),
        ("[tool.lom]\nprofile = 'strict'", r"It holds \[tool.lom\]; write "),
    ],
)
def test_a_file_that_is_named_for_its_settings_has_some(text: str, found: str) -> None:
    with pytest.raises(UsageError, match=rf"^loms.toml says nothing of what to check. {found}\[tool.loms\]"):
        check_settings(text, source="loms.toml", is_named=True)


def test_capitals_of_a_severity_make_no_difference() -> None:
    assert Checks(severities={"LOMS-TEXT": "Error"}).severities == {"LOMS-TEXT": Severity.ERROR}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"date": "2026-09-01"}, "The date is '2026-09-01', which is no day"),
        ({"date": datetime.datetime(2026, 9, 1)}, "which is no day"),
        ({"select": None}, "None is no list of codes"),
        ({"ignore": 3}, "3 is no list of codes"),
        ({"severities": None}, "None is no severities by code"),
        ({"severities": {"LOMS-TEXT": 3}}, "names a severity that there is not"),
        ({"profile": "schema", "select": ["LOMS-TEXT"]}, "LOMS-TEXT cannot be selected"),
    ],
)
def test_what_means_nothing_is_refused_in_words(arguments: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        Checks(**arguments)


LOMS_FORMAT = find_format("loms-2019")


@pytest.mark.parametrize(
    ("chosen", "found", "coverage"),
    [
        (Checks(), {"LOMS-TEXT-BLANK"}, "all"),
        (Checks(profile="strict"), {"LOMS-TEXT-BLANK"}, "all"),
        (Checks(profile="schema"), {"LOMS-TEXT-BLANK"}, "schema"),
        (Checks(select=["LOMS-TEXT"]), (), "some"),
        (Checks(ignore=["LOMS-TEXT-BLANK"]), (), "some"),
        (Checks(severities={"LOMS-TEXT": "info"}), {"LOMS-TEXT-BLANK"}, "some"),
        (Checks(severities={"LOMS-TEXT": "info"}), {"LOMS-DATE-ORDER"}, "all"),
        (Checks(severities={"LOMS": "error"}), {"LOMS-TEXT-BLANK"}, "all"),
    ],
)
def test_how_much_is_looked_for_is_known(chosen: Checks, found: Collection[str], coverage: str) -> None:
    assert chosen.coverage(LOMS_FORMAT, found=found) == coverage


def test_rules_for_other_formats_do_not_count() -> None:
    others = [rule.code for rule in catalogue.all_rules() if "loq-delete" not in rule.formats]
    assert Checks(ignore=others).coverage(find_format("loq-delete")) == "none"
    only_loms = [rule.code for rule in catalogue.all_rules() if rule.formats == ("loms-2019",)]
    assert Checks(ignore=only_loms).coverage(find_format("loq-qualifications")) == "all"
    assert Checks().coverage(None) == "none"


def test_what_the_register_demands_is_not_what_a_package_adds(monkeypatch: pytest.MonkeyPatch) -> None:
    added = attrs.evolve(find_rule("LOMS-TEXT-BLANK"), code="SCHOOL-BLANK")
    monkeypatch.setattr(checks, "all_rules", lambda: (*catalogue.own_rules(), added))
    monkeypatch.setattr(catalogue, "all_rules", lambda: (*catalogue.own_rules(), added))
    assert Checks(ignore=["SCHOOL-BLANK"]).coverage(LOMS_FORMAT) == "all"
