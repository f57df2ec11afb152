"""What holds of the conversion of QMS, whatever the document."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from xsdata.models.datatype import XmlDate, XmlDuration

import loms
from loms.convert.accounting import Action, Entry
from loms.convert.leaves import Leaf, leaves_of
from loms.convert.rules import load_rules
from loms.legacy import qms
from loms.strategies import documents
from loms.text import decode_references, is_html, strip_html
from tests.convert.qms_to_loms.documents import (
    ESCO_OCCUPATION,
    ESCO_SKILL,
    Converted,
    agent,
    awarding,
    code,
    document,
    framework,
    known_documents,
    level,
    occupation,
    outcome,
    record,
    text,
    texts,
)
from tests.support.trees import attributes_of, text_of

RULES = load_rules("qms_to_loms")
HARMLESS = re.compile("blank|Left out of the text|Nothing is left|belongs to ESCO")


@given(documents("qms-1.0"))
def test_what_the_conversion_makes_is_valid_and_says_everything(source: qms.QualificationMetadata) -> None:
    result = Converted(source)
    assert loms.validate(io.BytesIO(result.xml), profile="schema").issues == ()
    assert not {"CONVERT-UNACCOUNTED", "CONVERT-NO-RULE"} & set(result.codes)
    assert unsaid(source, result) == []


@given(known_documents())
def test_so_it_does_where_every_code_is_known(source: qms.QualificationMetadata) -> None:
    result = Converted(source)
    assert loms.validate(io.BytesIO(result.xml), profile="schema").issues == ()
    assert not {"CONVERT-UNACCOUNTED", "CONVERT-NO-RULE", "CONVERT-UNKNOWN-CODE"} & set(result.codes)
    assert unsaid(source, result) == []


@given(known_documents(realistic=True))
def test_believable_qualifications_are_all_converted(source: qms.QualificationMetadata) -> None:
    result = Converted(source)
    assert len(result.records) == len(source.qualifications.qualification if source.qualifications else [])
    assert unsaid(source, result) == []


@given(known_documents())
def test_the_same_document_gives_the_same_bytes_and_report(source: qms.QualificationMetadata) -> None:
    result, again = Converted(source), Converted(copy.deepcopy(source))
    assert result.xml == again.xml
    assert result.report == again.report


@given(known_documents(), st.data())
def test_an_id_is_given_once_even_where_the_source_repeats_it(
    source: qms.QualificationMetadata, data: st.DataObject
) -> None:
    uris = st.sampled_from([None, "https://data.example.org/lo/organization/1", "urn:example:1", "no uri"])
    qualifications, agents = source.qualifications or qms.Qualifications(), source.agents or qms.Agents()
    records: list[qms.Qualification | qms.Agent] = [*qualifications.qualification, *agents.agent]
    for each in records:
        each.uri, each.identifier = data.draw(uris), ["1"]
    ids = etree.fromstring(Converted(source).xml).xpath("/*/*/*/@id")
    assert isinstance(ids, list)
    assert len(ids) == len(set(ids))


def test_the_source_is_not_changed() -> None:
    source = everything()
    before = copy.deepcopy(source)
    Converted(source)
    assert source == before


def test_everything_is_converted_and_accounted_for() -> None:
    source = everything()
    result = Converted(source)
    assert unsaid(source, result) == []
    assert {issue.code for issue in result.report.issues if issue.severity is loms.Severity.ERROR} == {
        "CONVERT-NO-COUNTRY",
        "CONVERT-NO-ADDRESS",
    }


def test_every_rule_happens_in_a_document_that_holds_everything() -> None:
    happened = {
        (_field(entry.source), entry.target or "", entry.action) for entry in Converted(everything()).report.entries
    }
    places = {(source, target) for source, target, _ in happened}
    assert {(rule.source, rule.target) for rule in RULES.fields} - places == set()


def everything() -> qms.QualificationMetadata:
    """A document in which everything happens that the table of fields knows."""
    known = [whole(str(number), eqf) for number, eqf in enumerate((code("4"), None))]
    lenient = [
        odd(leniently_read(record(f"ODD-{number}", eqf_level=eqf))) for number, eqf in enumerate((code("4"), None))
    ]
    agents = [
        agent(
            "SCHOOL",
            uri="https://agents.example/school",
            alternative_label=texts("School"),
            agent_type=[code("company", "http://data.europa.eu/esco/agent-type#company")],
            email=[qms.Email(uri="mailto:office@school.example"), qms.Email(uri="https://school.example")],
            home_page=[page()],
            main_site=code("LU", "http://publications.europa.eu/resource/authority/country/LUX"),
        ),
        agent("OFFICE", uri="https://agents.example/school", main_site=None),
        agent("NOWHERE", main_site=None),
    ]
    return document(*known, *lenient, *agents)


def whole(identifier: str, eqf: qms.Code | None) -> qms.Qualification:
    """A qualification with every field."""
    topic = code("pathways", "http://data.europa.eu/esco/qualification-topics#pathways")
    full = qms.Note(text=text("A text"), document_topic=[topic])
    foreign = qms.Note(text=text("Testu bat", "eu"), document_topic=[topic])
    labels = {"label": "Framework", "other": "Other"}
    if eqf is not None:
        eqf.uri = "http://data.europa.eu/esco/eqf/4"
    return record(
        identifier,
        uri=f"https://quals.example/{identifier}",
        reference_language=[code("en", "https://x.example"), qms.Code(code=None, uri="https://x.example")],  # type: ignore[arg-type]
        alternative_label=texts("Bread maker"),
        definition=[full, full, foreign],
        description=[full, foreign],
        isced_fo_et_field=[code("0721", "http://data.europa.eu/esco/isced-f/0721")],
        eqf_level=eqf,
        nqf_level=[
            level(issued_date=XmlDate(2025, 1, 1), target="urn:x", target_url="https://x.example"),
            level(
                target_framework=framework("https://f.example/nqf", **labels),
                target_name=text("Four"),
                target_description=text("Fourth level"),
            ),
            level(target_framework=framework(None, **labels)),
        ],
        ects_credit_points=3,
        volume_of_learning=XmlDuration("PT90H"),
        is_partial_qualification=True,
        ways_to_acquire=qms.WaysToAcquire(
            way_to_acquire=[
                code("formal", "http://data.europa.eu/europass/learningSettingType/formal"),
                code("informal", "https://x.example"),
            ]
        ),
        entry_requirements=qms.EntryRequirements(
            entry_requirement=[
                qms.EntryRequirement(
                    category=code("age", "https://x.example"), requirement_level=code("18", "https://x.example")
                )
            ]
        ),
        expiry_period=[XmlDuration("P5Y")],
        learning_out_comes=[
            outcome(target=ESCO_SKILL, target_notation="S1", target_description=text("In an oven")),
            outcome(
                None,
                target="urn:x",
                target_notation="S1",
                target_framework=framework("https://f.example/skills", **labels),
                target_url="https://x.example",
                issued_date=XmlDate(2025, 1, 1),
            ),
        ],
        related_occupations=[
            occupation(
                target=ESCO_OCCUPATION,
                association_type=code("close", "https://x.example"),
                description=text("leads to"),
                target_name=text("Baker"),
                target_description=text("Bakes"),
                target_notation="7512",
                issued_date=XmlDate(2025, 1, 1),
            ),
            occupation(
                target="urn:x",
                description=text("leads to"),
                target_name=text("Baker"),
                target_description=text("Bakes"),
                target_notation="7512",
                target_framework=framework("https://f.example/jobs", **labels),
            ),
            occupation(target_framework=framework(None, **labels)),
        ],
        recognitions="By the chamber",
        awarding_activities=qms.AwardingActivities(
            awarding_activity=[
                qms.AwardingActivity(
                    location=code("LU", "http://publications.europa.eu/resource/authority/country/LUX"),
                    associated_with=[
                        qms.Reference(uri="https://agents.example/school", identifier="SCHOOL"),
                        qms.Reference(uri="urn:nobody", identifier="nobody"),
                    ],
                    started_at_date=XmlDate(2025, 1, 1),
                    ended_at_date=XmlDate(2026, 1, 1),
                ),
                qms.AwardingActivity(location=code("LU"), associated_with=[qms.Reference(identifier="OFFICE")]),
                qms.AwardingActivity(associated_with=[qms.Reference(identifier="NOWHERE")]),
            ]
        ),
        accreditations="By the ministry",
        home_page=[page()],
        landing_page=[page()],
        supplementary_doc=[page()],
        issued_date=XmlDate(2025, 1, 1),
        last_modification_date=XmlDate(2025, 1, 2),
        change_note=full,
        history_note=full,
        additional_note=[full],
        status="released",
        replaces=["OLD"],
        replaced_by=["NEW"],
        creator="Somebody",
        owner="Somebody",
        publisher="Somebody",
    )


def page() -> qms.Document:
    """A document on the web with every field."""
    return qms.Document(
        uri="https://school.example/baker",
        title=texts("Baker"),
        language=code("fr", "http://publications.europa.eu/resource/authority/language/FRA"),
        document_topic=[code("pathways", "http://data.europa.eu/esco/qualification-topics#pathways")],
    )


def leniently_read(made: qms.Qualification) -> qms.Qualification:
    """A qualification with values that are none of their types, as lenient reading leaves them."""
    made.uri = "no uri"
    made.ects_credit_points = "many"  # type: ignore[assignment]
    made.volume_of_learning = "long"  # type: ignore[assignment]
    made.is_partial_qualification = "perhaps"  # type: ignore[assignment]
    return made


def odd(made: qms.Qualification) -> qms.Qualification:
    """A qualification with dates that are none."""
    made.awarding_activities = awarding(started_at_date="spring", ended_at_date="autumn")
    return made


def unsaid(source: qms.QualificationMetadata, result: Converted) -> list[str]:
    """Fields of the source that the report forgets, or that are not where the report says they are."""
    tree = etree.fromstring(result.xml)
    by_id = {attributes_of(each).get("id"): each for each in tree.iterfind("{*}*/{*}*")}
    entries: dict[tuple[str | None, str | None], list[Entry]] = {}
    for entry in result.report.entries:
        entries.setdefault((entry.record, entry.source), []).append(entry)
    missing = []
    for name, leaf in _leaves(source):
        found = entries.get((name, leaf.path), [])
        if not found or not all(_stands(leaf, entry, by_id) for entry in found):
            missing.append(f"{name}: {leaf.path} = {leaf.value!r}: {found}")
    return missing


def _leaves(source: qms.QualificationMetadata) -> Iterator[tuple[str | None, Leaf]]:
    for record_ in source.qualifications.qualification if source.qualifications else []:
        for leaf in leaves_of(record_, "Qualification"):
            yield record_.identifier[0], leaf
    for agent_ in source.agents.agent if source.agents else []:
        for leaf in leaves_of(agent_, "Agent"):
            yield agent_.identifier[0], leaf


def _stands(leaf: Leaf, entry: Entry, by_id: dict[str | None, etree._Element]) -> bool:
    """Whether a leaf is where an entry says it is, or is said to be lost if it said something."""
    if entry.action is Action.DROPPED:
        # What is left out of a text and the language of a text that is dropped have entries of their own.
        is_harmless = leaf.field.endswith("@lang") or HARMLESS.search(entry.reason) is not None
        return bool(entry.reason) and (entry.lost or not _words(leaf.value) or is_harmless)
    assert entry.target is not None
    values = list(_values(by_id[entry.target_record], entry.target.split("/")[2:]))
    if entry.action is Action.COPIED:
        return leaf.value in values
    is_text = any(rule.source == leaf.field and rule.kind in ("label", "text") for rule in RULES.fields)
    is_phrase = entry.action is Action.NOTE and not leaf.field.endswith("@lang")
    if is_text or is_phrase:
        return any(_words(leaf.value) in _squeezed(value) for value in values)
    return bool(values)


def _values(record_: etree._Element, steps: list[str]) -> Iterator[str]:
    """What stands at a place of a record, as it is and as people read it."""
    if steps and steps[-1].startswith("@"):
        for each in record_.iterfind("/".join(f"{{*}}{step}" for step in steps[:-1]) or "."):
            if steps[-1][1:] in each.attrib:
                yield attributes_of(each)[steps[-1][1:]]
        return
    for each in record_.iterfind("/".join(f"{{*}}{step}" for step in steps) or "."):
        yield text_of(each)
        if each.get("content-type") == "text/html":
            yield strip_html(text_of(each))


def _words(value: str) -> str:
    """A text as people read it, without white space."""
    decoded = value if is_html(value) else decode_references(value)
    return _squeezed(strip_html(decoded) if is_html(decoded) else decoded)


def _squeezed(value: str) -> str:
    return "".join(value.split())


def _field(source: str | None) -> str:
    return "" if source is None else "/".join(step.partition("[")[0] for step in source.split("/"))
