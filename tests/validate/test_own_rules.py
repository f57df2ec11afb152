"""Packages add rules of their own by an entry point; what is wrong with them is told without a traceback."""

from __future__ import annotations

import io
from collections.abc import Iterator
from importlib.metadata import EntryPoint

import pytest
from lxml import etree

import loms
from loms.errors import UsageError
from loms.validate import Checks, Finding, Rule, catalogue, rule
from loms.validate.defining import Checker, Here, Run
from tests.support.documents import LOMS


def own(code: str = "SCHOOL-BREAD", check: object = None) -> Rule:
    def no_bread(element: etree._Element, here: Here) -> Iterator[Finding]:
        if "Bread" in "".join(map(str, element.itertext())):
            yield Finding(element, "It is about bread again.")

    make = rule(
        code,
        "warning",
        says="We have enough of bread.",
        why="All do it.",
        remedy="Bake cake.",
        elements=["title"],
        bad="<learningOpportunity/>",
        good="<learningOpportunity/>",
    )
    return make(check or no_bread)  # type: ignore[arg-type]


def added(monkeypatch: pytest.MonkeyPatch, loaded: object) -> None:
    """Have a package that names something as rules."""

    def load(_: EntryPoint) -> object:
        if isinstance(loaded, BaseException):
            raise loaded
        return loaded

    points = [EntryPoint(name="school", value="school_rules:rules", group=catalogue.ENTRY_POINT_GROUP)]
    monkeypatch.setattr(catalogue, "entry_points", lambda group: points)
    monkeypatch.setattr(EntryPoint, "load", load)
    catalogue._added_rules.cache_clear()


@pytest.fixture(autouse=True)
def nothing_stays() -> Iterator[None]:
    yield
    catalogue._added_rules.cache_clear()


def found() -> list[tuple[str, str, int | None]]:
    report = loms.validate(io.BytesIO(LOMS.encode()), checks=Checks(ignore=["LOMS-PROVIDER-NO-CONTACT"]))
    return [(issue.code, issue.message, issue.line) for issue in report.issues]


@pytest.mark.parametrize("given", [own(), [own()], (each for each in [own()])], ids=["a rule", "a list", "an iterator"])
def test_a_rule_of_a_package_is_run_with_ours(monkeypatch: pytest.MonkeyPatch, given: object) -> None:
    added(monkeypatch, given)
    assert found() == [("SCHOOL-BREAD", "It is about bread again.", line) for line in (6, 13)]
    assert catalogue.find_rule("school-bread").remedy == "Bake cake."


def fails(element: etree._Element, here: Here) -> Iterator[Finding]:
    raise ZeroDivisionError("oven")


def talks(element: etree._Element, here: Here) -> Iterator[object]:
    yield "bread"


def ends_all(element: etree._Element, here: Here) -> Iterator[Finding]:
    raise SystemExit(3)


def names_a_text(element: etree._Element, here: Here) -> Iterator[Finding]:
    yield Finding("title", "It is about bread again.")  # type: ignore[arg-type]


def names_another_element(element: etree._Element, here: Here) -> Iterator[Finding]:
    yield Finding(etree.Element("cake"), "It is about cake.")


def says_nothing(element: etree._Element, here: Here) -> Iterator[Finding]:
    yield Finding(element, None)  # type: ignore[arg-type]


def numbers_its_remedy(element: etree._Element, here: Here) -> Iterator[Finding]:
    yield Finding(element, "It is about bread again.", remedy=7)  # type: ignore[arg-type]


class NamesATextAtTheEnd(Checker):
    def end(self) -> Iterator[Finding]:
        yield Finding("title", "It is about bread again.")  # type: ignore[arg-type]


class FailsAtOnce(Checker):
    def __init__(self, run: Run) -> None:
        raise KeyError("flour")


@pytest.mark.parametrize(
    ("check", "words"),
    [
        (fails, "failed with ZeroDivisionError: oven"),
        (ends_all, "failed with SystemExit: 3"),
        (talks, "gave 'bread'"),
        (names_a_text, "gave a Finding whose where is 'title'"),
        (names_another_element, "names an element 'cake' that is not in the record"),
        (says_nothing, "gave a Finding whose message is None"),
        (numbers_its_remedy, "gave a Finding whose remedy is 7"),
        (NamesATextAtTheEnd, "gave a Finding whose where is 'title'"),
        (FailsAtOnce, "failed with KeyError"),
    ],
)
def test_a_rule_that_fails_is_named(monkeypatch: pytest.MonkeyPatch, check: object, words: str) -> None:
    added(monkeypatch, own(check=check))
    with pytest.raises(UsageError, match=f"The rule SCHOOL-BREAD {words}.*--ignore SCHOOL-BREAD"):
        found()


@pytest.mark.parametrize(
    ("loaded", "words"),
    [
        (ImportError("no school"), "cannot be loaded: ImportError: no school"),
        (SystemExit(3), "cannot be loaded: SystemExit: 3"),
        ((1 // each for each in [0]), "cannot be loaded: ZeroDivisionError"),
        (["bread"], "gives 'bread', which is no rule"),
        (own("LOMS-BREAD"), "Codes that begin with LOMS- are ours"),
        ([own(), own()], "Two rules have the code SCHOOL-BREAD"),
    ],
)
def test_what_cannot_be_used_is_told_with_the_package(
    monkeypatch: pytest.MonkeyPatch, loaded: object, words: str
) -> None:
    added(monkeypatch, loaded)
    with pytest.raises(UsageError, match=words):
        catalogue.all_rules()


@pytest.mark.parametrize("code", ["bread", "BREAD", "SCHOOL BREAD", "school-bread"])
def test_a_code_is_written_in_capitals_with_hyphens(code: str) -> None:
    with pytest.raises(UsageError, match="no code of a rule"):
        own(code)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"elements": "title"}, r"gives elements as one text. Write a list: elements=\['title'\]"),
        ({"records": "learningOpportunity"}, "gives records as one text"),
        ({"formats": "loms-2019"}, "gives formats as one text"),
        ({"elements": [7]}, "gives 7 among its elements"),
        ({"elements": []}, "looks at nothing"),
        ({"formats": ["nope"]}, "is for the format 'nope'. Known formats: .*loms-2019"),
        ({"formats": []}, "is for no format"),
        ({"severity": "awful"}, "has the severity 'awful'. Give it one of these: error, warning, info"),
        ({"why": None}, "has None for why"),
        ({"remedy": " "}, "has ' ' for remedy"),
        ({"limits": 7}, "has 7 for limits"),
    ],
)
def test_a_rule_that_could_say_nothing_is_refused_when_it_is_made(given: dict[str, object], words: str) -> None:
    usual: dict[str, object] = {
        "severity": "warning",
        "says": "We have enough of bread.",
        "why": "All do it.",
        "remedy": "Bake cake.",
        "elements": ["title"],
        "bad": "<learningOpportunity/>",
        "good": "<learningOpportunity/>",
    }
    with pytest.raises(UsageError, match=f"The rule SCHOOL-BREAD {words}"):
        rule("SCHOOL-BREAD", **usual | given)(fails)  # type: ignore[arg-type]
