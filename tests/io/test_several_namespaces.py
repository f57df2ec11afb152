"""Documents whose elements are of several namespaces: how they are checked, read and written."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest
from lxml import etree

import loms
from loms.elm import Agent, AgentReferences, Courses, Identifier, LangString, Location, LocationReferences, Notation
from loms.elm.external import Geometry
from loms.formats import FORMATS, Format, find_format
from loms.io.compiled.plan import plan_of
from loms.io.schema.declarations import declarations
from tests.support.documents import ROOT

ELM = find_format("elm-loq")
FULL = (ROOT / "tests" / "data" / "valid" / "elm-loq-full.xml").read_text(encoding="utf-8")
SKOS = "http://www.w3.org/2004/02/skos/core#"


def issues(text: str) -> list[tuple[str, str | None, str]]:
    """Code, path and message of each issue."""
    found = loms.validate(io.BytesIO(text.encode()), profile="schema").issues
    return [(each.code, each.path, each.message) for each in found]


def namespaces_of(format: Format) -> set[str]:
    """The namespaces of all elements that the model of a format has."""
    waiting, seen, found = [format.load_root_class()], set(), set()
    while waiting:
        kind = waiting.pop()
        if kind not in seen:
            seen.add(kind)
            children = [child for field in plan_of(kind).fields for child in field.children]
            found |= {child.tag.partition("}")[0].removeprefix("{") for child in children}
            waiting += [child.kind for child in children if child.kind is not None]
    return found


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.name)
def test_each_namespace_of_a_model_has_a_prefix_and_no_other_has_one(format: Format) -> None:
    assert {uri for _, uri in format.prefixes} == namespaces_of(format) - {format.namespace}


class TestWriting:
    def test_declares_all_prefixes_at_the_document_element_and_the_namespace_of_the_format_as_default(self) -> None:
        root = etree.fromstring(loms.dumps(Courses()))
        assert dict(ELM.prefixes).items() <= root.nsmap.items()
        assert root.nsmap[None] == ELM.namespace

    def test_gives_the_same_bytes_for_what_only_the_slow_way_can_write(self, monkeypatch: pytest.MonkeyPatch) -> None:
        document = loms.loads(FULL)
        written = loms.dumps(document)
        monkeypatch.setattr("loms.io.binding._rendered", _cannot)
        assert loms.dumps(document) == written

    def test_keeps_prefixed_elements_in_records_that_are_written_one_by_one(self) -> None:
        place = Location(
            id="urn:example:place",
            address=[],
            geometry=[Geometry(longitude=["16.37"], latitude=["48.2"])],
        )
        stream = io.BytesIO()
        with loms.RecordWriter(stream, format="elm-loq", check=False) as writer:
            writer.write(place)
        whole = Courses(location_references=LocationReferences(location=[place]))
        assert stream.getvalue() == loms.dumps(whole)
        assert b"<locn:geometry>" in stream.getvalue()


def _cannot(*_arguments: object) -> bytes:
    from loms.io.compiled.values import CannotBindError

    raise CannotBindError


class TestAnElementOfTheWrongNamespace:
    def test_is_told_with_the_right_one(self) -> None:
        text = FULL.replace("<skos:notation>AGENT-1</skos:notation>", "<notation>AGENT-1</notation>")
        found = loms.validate(io.BytesIO(text.encode()), profile="schema").issues
        path = "/Courses/agentReferences/agent[1]/identifier[1]"
        assert [(each.code, each.path) for each in found] == [
            ("XSD-MISSING-ELEMENT", path),
            ("XSD-UNKNOWN-ELEMENT", f"{path}/notation"),
        ]
        assert found[1].remedy == f"Remove it, or put it into the namespace {SKOS}."

    def test_of_a_namespace_that_its_parent_knows_is_compared_with_its_names(self) -> None:
        text = FULL.replace("<dc:creator>https://register.example/</dc:creator>", "<dc:creater>x</dc:creater>")
        found = loms.validate(io.BytesIO(text.encode()), profile="schema").issues
        assert {each.remedy for each in found} == {"Did you mean creator?"}

    def test_is_left_out_by_lenient_reading(self) -> None:
        text = FULL.replace('<skos:prefLabel language="en">The master boat builder</skos:prefLabel>', "<prefLabel/>")
        told: list[loms.Issue] = []
        document = loms.loads(text, expect=Courses, strict=False, on_issue=told.append)
        assert document.agent_references is not None
        [agent] = [each for each in document.agent_references.records if isinstance(each, Agent)]
        assert agent.pref_label == []
        assert [each.code for each in told] == ["XSD-UNKNOWN-ELEMENT"]


class TestANotation:
    def test_may_stand_only_once_in_a_document(self) -> None:
        text = FULL.replace(">AGENT-1<", ">BOAT-2025<")
        line = 1 + text.count("\n", 0, text.index("BOAT-2025"))
        assert issues(text) == [
            (
                "XSD-DUPLICATE-ID",
                "/Courses/agentReferences/agent[1]/identifier[1]/notation",
                f"The notation 'BOAT-2025' is there twice; it was first used in line {line}.",
            )
        ]

    def test_counts_at_any_depth_and_within_one_record(self) -> None:
        text = FULL.replace(">ADDRESS-1<", ">LOCATION-1<")
        path = "/Courses/locationReferences/location[1]/address[1]/identifier[1]/notation"
        assert [(code, at) for code, at, _ in issues(text)] == [("XSD-DUPLICATE-ID", path)]

    @pytest.mark.parametrize("other", [" BOAT-2025", "boat-2025"])
    def test_is_another_with_other_letters_or_white_space(self, other: str) -> None:
        assert issues(FULL.replace(">AGENT-1<", f">{other}<")) == []

    def test_of_a_legal_identifier_does_not_count(self) -> None:
        assert issues(FULL.replace(">FN-0000<", ">BOAT-2025<")) == []

    def test_that_was_written_before_refuses_a_record(self) -> None:
        def agent(number: int) -> Agent:
            return Agent(id=f"urn:example:{number}", identifier=[Identifier(notation=Notation(value="A-1"))])

        stream = io.BytesIO()
        with loms.RecordWriter(stream, format="elm-loq") as writer:
            writer.write(agent(1))
            with pytest.raises(loms.InvalidDataError, match="The notation 'A-1' is there twice"):
                writer.write(agent(2))
        assert loms.loads(stream.getvalue()) == Courses(agent_references=AgentReferences(records=[agent(1)]))


def test_names_with_the_same_local_part_are_told_apart_by_their_schema() -> None:
    declared = declarations(ELM)
    identifier = declared.children(declared.children(declared.children(declared.root)["agentReferences"])["agent"])
    tags = {each.tag for each in declared.children(identifier["identifier"]).values()}
    assert f"{{{SKOS}}}notation" in tags
    assert f"{{{ELM.namespace}}}schemeAgency" in tags


def test_a_text_keeps_any_language() -> None:
    text = LangString(value="Brot", language="x-bakery")
    agent = Agent(id="urn:example:a", pref_label=[text])
    document = Courses(agent_references=AgentReferences(records=[agent]))
    assert loms.loads(loms.dumps(document)) == document


def test_other_formats_are_read_and_written_without_its_model() -> None:
    code = (
        "import sys, loms; document = loms.read('examples/courses-loms.xml'); loms.dumps(document); "
        "loms.codes.find_list('country'); print('loms.elm' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
