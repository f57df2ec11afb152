"""What holds of the conversion of qualifications, whatever the document."""

from __future__ import annotations

import copy
import io
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from hypothesis import given
from lxml import etree

import loms
from loms.convert.accounting import Action, Entry
from loms.convert.leaves import Leaf, attribute_leaves_of, leaves_of
from loms.convert.rules import load_rules
from loms.legacy import qualifications as loq
from loms.legacy.qualifications import Qualifications
from loms.strategies import documents
from loms.text import decode_references, is_html, strip_html
from tests.convert.documents import SECRET
from tests.convert.loq_qualifications_to_loms.documents import (
    ENDING,
    Converted,
    document,
    record,
    supplement,
    texts,
    urls,
)
from tests.convert.stress import SHAPES
from tests.support.documents import SAMPLES
from tests.support.trees import attributes_of, text_of

SAMPLE = SAMPLES / "loq-qualifications-0.7.10-sample.xml"
EDGE = "loq_qualifications_to_loms"
RULES = load_rules(EDGE)
TEXT_FIELDS = (
    *("non_preferred_terms", "further_info", "source_of_further_info", "awarding_body", "awarding_body_contact_info"),
    *("national_occupation_classification", "relationship_type", "expiry_date", "access_requirements"),
    "ways_to_acquire",
)


def everything() -> Qualifications:
    """A document in which everything happens that the table of fields knows."""
    languages = [language.value for language in loq.LanguageCode]
    whole = {name: texts({code: f"<b>{name}</b> &amp; {code}" for code in languages}) for name in TEXT_FIELDS}
    pages = urls({code: f"https://school.example/{code}" for code in languages})
    cases: list[dict[str, object]] = [
        {**whole, "url": pages, "awarding_body_url": pages, "source_of_information": "Register"},
        {
            **whole,
            "awarding_body": texts(""),
            "awarding_body_url": pages,
            "nqf_level": loq.NqfLevel(99),
            "source_of_information": "https://register.example",
        },
        {"source_of_further_info": texts("https://more.example"), "supplement_link": [supplement()]},
        {
            "source_of_further_info": texts({"de": "https://more.example"}),
            "nqf_level": None,
            "expiry_date": texts({"en": "2030-12-31", "de": "31.12.2030", "ca": "31.12.2030"}),
        },
    ]
    records = [
        record(f"{code.value}-{number}", **fields, country_code=code, information_language=language)
        for code, language in zip([*loq.CountryCode][-6:], [*loq.LanguageCode][:6], strict=True)
        for number, fields in enumerate(cases)
    ]
    return document(*records, datasource_comment="full export", incremental=loq.Incremental.TRUE)


@pytest.fixture(params=["sample", "everything"], scope="module")
def source(request: pytest.FixtureRequest) -> Qualifications:
    if request.param == "everything":
        return everything()
    if not SAMPLE.is_file():
        pytest.skip(f"{SAMPLE.name} is not part of this repository")
    return loms.read(SAMPLE, expect=Qualifications)


def test_a_whole_document_is_converted_and_accounted_for(source: Qualifications) -> None:
    result = Converted(source)
    assert result.report.ok
    assert result.report.records_read == result.report.records_converted == len(source.qualification)
    assert unsaid(source, result) == []


def test_every_rule_happens_in_a_document_that_holds_everything() -> None:
    result = Converted(everything(), ENDING)
    assert unsaid(everything(), result) == []
    happened = {(_field(entry.source), entry.target or "") for entry in result.report.entries}
    assert {(rule.source, rule.target) for rule in RULES.fields} - happened == set()


def test_the_source_is_not_changed() -> None:
    source = everything()
    before = copy.deepcopy(source)
    Converted(source)
    assert source == before


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("language", ["en", "ca"])
def test_texts_of_every_awkward_shape_are_kept(shape: str, language: str) -> None:
    fields: dict[str, object] = {name: texts({language: shape}) for name in TEXT_FIELDS}
    source = document(
        record("A", **fields, source_of_information=shape, information_language=loq.LanguageCode(language))
    )
    result = Converted(source)
    assert result.report.ok
    assert unsaid(source, result) == []


@given(documents("loq-qualifications"))
def test_what_the_conversion_makes_is_valid_and_says_everything(source: Qualifications) -> None:
    source.key = SECRET
    result = Converted(source)
    assert loms.validate(io.BytesIO(result.xml), profile="schema").issues == ()
    assert not {"CONVERT-UNACCOUNTED", "CONVERT-NO-RULE"} & set(result.codes)
    assert unsaid(source, result) == []


@given(documents("loq-qualifications"))
def test_the_same_document_gives_the_same_bytes_and_report_and_never_the_key(source: Qualifications) -> None:
    source.key = SECRET
    result, again = Converted(source), Converted(copy.deepcopy(source))
    assert result.xml == again.xml
    assert result.report == again.report
    assert SECRET.encode() not in result.xml
    assert SECRET not in str(result.report.as_dict())


@given(documents("loq-qualifications", realistic=True))
def test_believable_qualifications_are_all_converted(source: Qualifications) -> None:
    result = Converted(source)
    assert result.report.ok
    assert len(result.qualifications) == len(source.qualification)
    assert unsaid(source, result) == []


def unsaid(source: Qualifications, result: Converted) -> list[str]:
    """Fields of the source without an entry in the report, and texts that are neither in the result nor lost."""
    there = "\n".join({_squeezed(value) for value in _values(etree.fromstring(result.xml))})
    entries: dict[tuple[str | None, str | None], list[Entry]] = {}
    for entry in result.report.entries:
        entries.setdefault((entry.record, entry.source), []).append(entry)
    missing = []
    for name, leaf in _leaves(source):
        found = entries.get((name, leaf.path), [])
        words = _words(leaf.value) if _is_said(leaf) else ""
        # What is reported as lost need not be there.
        is_lost = all(each.action is Action.DROPPED and each.lost for each in found)
        # An address may be percent-encoded, in the source as well as in the result.
        is_there = words in there or _squeezed(unquote(words)) in there
        if not found or not (is_there or is_lost):
            missing.append(f"{name}: {leaf.path} = {leaf.value!r}")
    return missing


def _leaves(source: Qualifications) -> Iterator[tuple[str | None, Leaf]]:
    for leaf in attribute_leaves_of(source, "Qualifications"):
        yield None, leaf
    for each in source.qualification:
        for leaf in leaves_of(each, "Qualification"):
            yield each.qualification_id, leaf


def _is_said(leaf: Leaf) -> bool:
    """Whether a field holds words or an address, and not a code."""
    said = ("identifier", "label", "text", "source", "url")
    return any(rule.source == leaf.field and rule.kind in said for rule in RULES.fields)


def _words(value: str) -> str:
    """A legacy text as people read it, without white space."""
    text = value if is_html(value) else decode_references(value)
    return _squeezed(strip_html(text) if is_html(text) else text)


def _values(tree: etree._Element) -> Iterator[str]:
    """All texts of a document as people read them, and all attributes."""
    for element in tree.iter():
        for value in attributes_of(element).values():
            yield value
            yield unquote(value)
        text = text_of(element) if len(element) == 0 else ""
        yield strip_html(text) if element.get("content-type") == "text/html" else text


def _squeezed(value: str) -> str:
    return "".join(value.split())


def _field(source: str | None) -> str:
    return "" if source is None else "/".join(step.partition("[")[0] for step in source.split("/"))
