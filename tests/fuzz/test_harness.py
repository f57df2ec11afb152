"""The targets notice what they are there to notice, and the search is the same for the same seed."""

from __future__ import annotations

import doctest
import functools
import gzip
import importlib
import io
import logging
import random
import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest

import loms
from fuzz import corpus
from fuzz.failures import fails_alike, failure_of
from fuzz.mutation import mutated, mutated_json
from fuzz.reduction import reduced
from fuzz.search import Search
from fuzz.targets import TARGETS, Target, find_target
from fuzz.words import dictionary
from loms.validate import IssueCount
from tests.support.documents import LOMS, LOQ

VALID = LOQ.encode()
INVALID = LOQ.replace("<EducationLevel>9<", "<EducationLevel>99<").encode()
JSON = loms.to_json(loms.loads(LOQ)).encode()
INSIDE = ("convert", "dumps", "from_json", "loads", "read", "to_json", "validate")
"""The functions of loms that a defect can be planted in."""

Planter = Callable[[Callable[..., Any]], Callable[..., Any]]


def raises(error: Exception) -> Planter:
    """A function that raises."""

    def planted(_: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: object, **options: object) -> object:
            raise error

        return call

    return planted


def answers(change: Callable[[Any], object]) -> Planter:
    """A function whose answer is changed."""

    def planted(right: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *arguments, **options: change(right(*arguments, **options))

    return planted


def without_an_area(data: bytes) -> bytes:
    return re.sub(rb"<ThematicAreas1997>.*</ThematicAreas1997>", b"", data)


def with_one_area(document: Any) -> Any:
    del document.learning_opportunity[0].thematic_areas[0].areas[1:]
    return document


def with_warning(answer: object) -> object:
    warnings.warn("deprecated", DeprecationWarning, stacklevel=2)
    return answer


def with_log(answer: object) -> object:
    logging.getLogger("somewhere").warning("look at this")
    return answer


def not_valid(report: loms.Report) -> loms.Report:
    issue = loms.Issue(code="XSD-OTHER", severity=loms.Severity.ERROR, message="It is not valid.")
    count = IssueCount(code=issue.code, severity=issue.severity, number=1)
    return attrs.evolve(report, issues=(issue,), counts=(count,))


def without_issues(report: loms.Report) -> loms.Report:
    return attrs.evolve(report, issues=(), counts=())


def with_line_0(report: loms.Report) -> loms.Report:
    return attrs.evolve(report, issues=tuple(attrs.evolve(issue, line=0) for issue in report.issues))


def unaccounted(done: loms.Conversion) -> loms.Conversion:
    issue = loms.Issue(code="CONVERT-UNACCOUNTED", severity=loms.Severity.ERROR, message="A field was forgotten.")
    return attrs.evolve(done, report=attrs.evolve(done.report, issues=(issue,)))


def empty(document: Any) -> Any:
    document.learning_opportunity.clear()
    return document


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    assert [failure_of(target, data) for target in TARGETS for data in (VALID, INVALID, JSON)] == [None] * 3 * len(
        TARGETS
    )


@pytest.mark.parametrize(
    ("target", "function", "defect", "data", "cause"),
    [
        ("loads", "loads", raises(ValueError("x")), VALID, "ValueError in "),
        ("loads", "loads", raises(loms.InvalidDataError("no issues")), VALID, "an error of the data has issues"),
        ("loads", "loads", raises(loms.InvalidDataError("two\nlines", issues=[])), VALID, "an error of the data"),
        ("loads", "loads", answers(with_warning), VALID, "DeprecationWarning in "),
        ("loads", "loads", answers(with_log), VALID, "nothing is logged"),
        ("loads", "dumps", answers(without_an_area), VALID, "objects come back from XML"),
        ("loads", "loads", answers(with_one_area), VALID, "XML comes back from objects"),
        ("loads", "from_json", answers(empty), VALID, "objects come back from JSON"),
        ("loads-leniently", "dumps", raises(TypeError("x")), INVALID, "TypeError in "),
        ("loads-leniently", "to_json", raises(TypeError("x")), INVALID, "TypeError in "),
        ("loads-text", "loads", raises(UnicodeError("x")), VALID, "UnicodeError in "),
        ("read", "read", answers(empty), VALID, "a stream in pieces gives what the bytes give"),
        ("validate", "validate", answers(without_issues), INVALID, "what is valid can be read"),
        ("validate", "validate", answers(with_line_0), INVALID, "lines are counted from 1"),
        ("from-json", "from_json", raises(KeyError("x")), JSON, "KeyError in "),
        ("from-json", "dumps", answers(lambda data: data[:-9]), JSON, "what is written is XML: XML-TRUNCATED"),
        ("convert", "convert", raises(AttributeError("x")), INVALID, "AttributeError in "),
        ("convert", "convert", answers(unaccounted), VALID, "every field is accounted for"),
        ("convert", "validate", answers(not_valid), VALID, "what a conversion makes is valid"),
    ],
)
def test_a_planted_defect_is_found(
    monkeypatch: pytest.MonkeyPatch, target: str, function: str, defect: Planter, data: bytes, cause: str
) -> None:
    monkeypatch.setattr(loms, function, defect(getattr(loms, function)))
    failure = failure_of(find_target(target), data)
    assert failure is not None
    assert failure.cause.startswith(f"{target}: {cause}")
    assert "Traceback" in failure.report


def test_the_limits_that_are_documented_are_no_failures() -> None:
    full = (corpus.ROOT / "tests/data/valid/loms-2019-full.xml").read_bytes()
    long_number = full.replace(b"<contentSize>8<", b"<contentSize>" + b"8" * 5_000 + b"<")
    space_around_a_code = LOQ.replace(">LU<", "> LU <").encode()
    assert long_number != full
    assert [failure_of(target, data) for target in TARGETS for data in (long_number, space_around_a_code)] == [
        None
    ] * 2 * len(TARGETS)


@pytest.mark.parametrize("json", [False, True])
def test_damage_is_the_same_for_the_same_seed_and_differs_from_seed_to_seed(json: bool) -> None:
    damage, data = (mutated_json, JSON) if json else (mutated, LOMS.encode())
    once, again = ([damage(data, random.Random(seed), [VALID]) for seed in range(50)] for _ in range(2))
    assert once == again
    assert len(set(once)) > 25


@pytest.mark.parametrize("data", [b"", b"<", b"no XML", b"\xff\xfe<", b"\x1f\x8b", b"{}", b"[[]]"])
def test_anything_can_be_damaged(data: bytes) -> None:
    for seed in range(100):
        assert isinstance(mutated(data, random.Random(seed), []), bytes)
        assert isinstance(mutated_json(data, random.Random(seed), []), bytes)


def test_what_is_compressed_is_damaged_inside() -> None:
    damaged = [mutated(gzip.compress(VALID), random.Random(seed), [VALID]) for seed in range(20)]
    unpacked = [
        gzip.decompress(data)
        for data in damaged
        if loms.validate(io.BytesIO(data), profile="schema").format is not None
    ]
    assert len(set(unpacked)) > 10


def test_the_seeds_are_the_same_for_the_same_seed() -> None:
    assert list(corpus.seeds(3)) == list(corpus.seeds(3))
    assert list(corpus.seeds_of_json(3)) == list(corpus.seeds_of_json(3))


def test_the_seeds_have_documents_of_every_kind() -> None:
    seeds = list(corpus.seeds(3))
    reports = [loms.validate(io.BytesIO(data), profile="schema") for data in seeds]
    assert {each.format.name for each in reports if each.format and each.ok} == {
        each.name for each in loms.formats.FORMATS
    }
    assert {issue.code for each in reports for issue in each.issues} >= {"XSD-UNKNOWN-CODE", "XML-TRUNCATED"}
    assert any(data.startswith(b"\x1f\x8b") for data in seeds)
    assert any(data.startswith(b"\xff\xfe") for data in seeds)
    assert max(map(len, seeds)) <= corpus.LONGEST


def test_the_dictionary_is_one_that_libfuzzer_reads() -> None:
    lines = dictionary().splitlines()
    assert all(re.fullmatch(r'"([^"\\]|\\x[0-9A-F]{2})+"', line) for line in lines)
    assert {'"<learningOpportunity>"', '" XsdVersion=\\x22"'} <= set(lines)


def test_a_failing_input_becomes_small_and_still_fails_in_the_same_way() -> None:
    def check(data: bytes) -> None:
        if b"<Title>" not in data:
            raise KeyError
        if b"<Url>" in data:
            raise ValueError

    target = Target(name="x", check=check)
    failure = failure_of(target, VALID)
    assert failure is not None
    small = reduced(VALID, functools.partial(fails_alike, target, failure))
    assert sorted(re.findall(rb"<\w+>", small)) == [b"<Title>", b"<Url>"]
    assert len(small) == len(b"<Title><Url>")


def half_a_pair(data: bytes) -> None:
    if data.startswith(b"<"):
        raise ValueError("\ud800")
    raise KeyError(data)


def search(folder: Path, check: Callable[[bytes], None]) -> Search:
    def reversed_bytes(data: bytes, most: int) -> bytes:
        return data[:most][::-1]

    return Search(Target(name="x", check=check), [VALID], failures=folder, otherwise=reversed_bytes)


def test_each_cause_keeps_its_smallest_input_and_says_what_happened(tmp_path: Path) -> None:
    searching = search(tmp_path, half_a_pair)
    for data in (b"<abc", b"<a", b"<ab", b"abc"):
        searching.test(data)
    inputs = {path for path in tmp_path.iterdir() if path.suffix != ".txt"}
    assert {path.read_bytes() for path in inputs} == {b"<a", b"abc"}
    reports = {path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()[-1] for path in inputs}
    assert reports == {"ValueError: \\ud800", "KeyError: b'abc'"}


def test_an_input_that_fails_nowhere_is_not_kept(tmp_path: Path) -> None:
    search(tmp_path, lambda data: None).test(VALID)
    assert list(tmp_path.iterdir()) == []


def test_a_search_damages_in_both_ways_and_the_same_seed_does_the_same(tmp_path: Path) -> None:
    searching = search(tmp_path, lambda data: None)
    once, again = ([searching.mutate(VALID, len(VALID), seed) for seed in range(60)] for _ in range(2))
    assert once == again
    assert VALID[::-1] in once
    assert len(set(once)) > 10
    assert max(map(len, once)) <= len(VALID)


@pytest.mark.parametrize(
    "name", ["corpus", "failures", "mutation", "promises", "reduction", "search", "targets", "words"]
)
def test_the_examples_of_the_harness_are_right(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"fuzz.{name}")).failed == 0
