"""Several processes find what one finds, tell it in the same order, and show observers the same."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from lxml import etree

import loms
from loms.document import Document
from loms.errors import Issue, SourceError, UsageError
from loms.formats import FORMATS, Format
from loms.io import growing
from loms.io.schema import suggest
from loms.io.schema.finding import Finding as SchemaFinding
from loms.io.schema.suggest import Effort
from loms.strategies import NearInvalid, documents, near_invalid
from loms.validate import Checks, Finding, Rule, all_rules, catalogue, rule, sharing
from loms.validate.answers import Answers
from loms.validate.defining import Checker, Here, Run
from loms.validate.observing import Observer, SeenRecord
from loms.workers import Workers
from tests.conformance.changes import changed
from tests.conformance.mutants import Row, mutants
from tests.conformance.places import DATA
from tests.support.completing import completed
from tests.support.documents import EXAMPLES, LOMS, LOMS_NAMESPACE
from tests.support.sharing import Alone

XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


class Everything(Observer):
    """Writes down all that it is shown."""

    def __init__(self) -> None:
        self.seen: list[object] = []

    def begin(self, *, format: Format, root: etree._Element, source: str) -> None:
        self.seen.append((format.name, sorted(root.attrib.items()), source))

    def record(self, seen: SeenRecord) -> None:
        inner = [(seen.path_of(each), seen.line_of(each), each.prefix) for each in seen.element.iter("*")]
        self.seen.append((seen.kind, seen.id, seen.line, seen.order, etree.tostring(seen.element), inner))

    def issue(self, issue: Issue) -> None:
        self.seen.append(issue)

    def end(self, *, complete: bool) -> None:
        self.seen.append(complete)


class Told:
    """How often others had an answer for what the schema says of a record, and how often they had none."""

    def __init__(self) -> None:
        self.known = 0
        self.unknown = 0


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    told, faults = Told(), Answers.faults

    def counted(self: Answers, element: etree._Element, effort: Effort) -> list[SchemaFinding] | None:
        found = faults(self, element, effort)
        told.unknown += found is None
        told.known += found is not None
        return found

    monkeypatch.setattr(Answers, "faults", counted)
    return told


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Share small files, too, and read them in pieces that end anywhere."""
    monkeypatch.setattr(growing, "_CHUNK", 700)
    monkeypatch.setattr(sharing, "_CHUNK", 1500)
    monkeypatch.setattr(sharing, "_ALONE", 1)
    monkeypatch.setattr(sharing, "Workers", Alone)


def validated(data: bytes | Path, jobs: int, **options: object) -> tuple[loms.Report, list[object]]:
    everything = Everything()
    source = io.BytesIO(data) if isinstance(data, bytes) else data
    report = loms.validate(source, observers=[everything], jobs=jobs, **options)  # type: ignore[arg-type]
    return report, everything.seen


def same(data: bytes | str | Path, **options: object) -> loms.Report:
    """The report on a file, which is the same for one process and for several, as is what observers see."""
    data = data.encode() if isinstance(data, str) else data
    alone, shared = validated(data, 1, **options), validated(data, 2, **options)
    assert shared == alone
    return alone[0]


def repeated(times: int, text: str = LOMS, tag: str = "learningOpportunity") -> str:
    """A document that has a record again and again, with the same ids."""
    begin, end = text.index(f"<{tag} "), text.index(f"</{tag}>") + len(f"</{tag}>")
    return text[:end] + f"\n{text[begin:end]}" * (times - 1) + text[end:]


@pytest.mark.parametrize("path", sorted((DATA / "valid").glob("*.xml")), ids=lambda path: path.stem)
def test_of_a_valid_document(path: Path) -> None:
    same(path)


@pytest.mark.parametrize("name", ["courses-loms", "courses-loq", "qualifications-loms"])
def test_of_an_example(name: str, told: Told) -> None:
    report = same(EXAMPLES / f"{name}.xml")
    assert (told.known, told.unknown) == (report.records, 0)


def test_of_a_compressed_file_and_a_stream() -> None:
    packed = gzip.compress(repeated(40).encode())
    assert same(packed).records == 43
    assert not same(packed, max_unpacked_size=5000).ok


@pytest.mark.parametrize(("name", "base", "row"), mutants())
def test_of_each_change_of_a_valid_document(name: str, base: str, row: Row) -> None:
    tree = changed(etree.parse(DATA / "valid" / base), row["at"], *row["change"])
    same(etree.tostring(tree))


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_of_the_examples_of_a_rule(rule: Rule) -> None:
    for example in (rule.bad, rule.good):
        same(completed(example))


def test_of_many_faults_and_ids_that_come_again(told: Told) -> None:
    text = repeated(50).replace("country/LUX", "country/LX").replace('lang="en"', 'lang="xx"', 3)
    text = text.replace("<title>", "<titel/><title>", 30).replace("schemeID", "schemaID", 20)
    report = same(text)
    assert {each.code for each in report.counts} >= {
        "XSD-DUPLICATE-ID",
        "XSD-UNKNOWN-CODE",
        "XSD-UNKNOWN-ELEMENT",
        "LOMS-IDENTIFIER-DUPLICATE",
    }
    assert told.unknown == 0


@pytest.mark.parametrize("most", [0, 1, 7, 60, None])
def test_however_many_issues_are_listed(most: int | None) -> None:
    text = repeated(40).replace("<title>", "<titel/><title>").replace("country/LUX", "country/LX")
    assert same(text, max_issues=most).not_listed >= 0


@pytest.mark.parametrize("left", [0, 250, 1000, 3000, 400_000])
def test_however_long_may_be_searched_for_what_was_meant(
    left: int, monkeypatch: pytest.MonkeyPatch, told: Told
) -> None:
    monkeypatch.setattr(suggest.Effort.__init__, "__defaults__", (left, False))
    wrong = repeated(60, LOMS, "organization").replace("country/LUX", "country/Luxx")
    report = same(wrong.replace("isced-f/", "iscet-f/").replace("lang=", "lank="))
    assert report.ok is False
    assert told.known


@pytest.mark.parametrize("at", [100, 1000, 3000, -30])
def test_of_what_stops_the_reading(at: int) -> None:
    text = repeated(40).replace("country/LUX", "country/LX")
    assert len(same(text[:at]).issues) == 1
    assert len(same(text[:at] + "<&>" + text[at:]).issues) == 1
    assert same(gzip.compress(text.encode())[: at // 20]).issues


def test_of_a_source_that_breaks_off() -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() > 6000:
                raise OSError(5, "Input/output error")
            return super().read(size)

    seen = []
    for jobs in (1, 2):
        everything = Everything()
        with pytest.raises(SourceError):
            loms.validate(Broken(repeated(60).encode()), observers=[everything], jobs=jobs)
        seen.append(everything.seen)
    assert seen[0] == seen[1]
    assert len(seen[0]) > 5


STRANGE: dict[str, Callable[[str], str]] = {
    "a prefix beside the default namespace": lambda text: (
        text.replace(" xsdVersion", f' xmlns:l="{LOMS_NAMESPACE}" xsdVersion')
        .replace("<learningOpportunity ", "<l:learningOpportunity ")
        .replace("</learningOpportunity>", "</l:learningOpportunity>")
    ),
    "a prefix in the place of the default namespace": lambda text: text.replace(
        "<learningOpportunity ", f'<l:learningOpportunity xmlns:l="{LOMS_NAMESPACE}" '
    ).replace("</learningOpportunity>", "</l:learningOpportunity>"),
    "a type that is named": lambda text: text.replace(
        " xsdVersion", f' xmlns:x="{LOMS_NAMESPACE}" {XSI} xsdVersion'
    ).replace("<organization ", '<organization xsi:type="x:OrganizationType" '),
    "a type that is none": lambda text: text.replace(" xsdVersion", f" {XSI} xsdVersion").replace(
        "<organization ", '<organization xsi:type="x:OrganizationType" '
    ),
    "nothing in sections": lambda text: text.replace(
        "<learningOutcomeReferences>", "<learningOutcomeReferences/><learningOutcomeReferences>"
    ),
    "unknown sections": lambda text: text.replace(
        "<learningOutcomeReferences>", "<a><b/><c>x</c>y</a>z<learningOutcomeReferences>"
    ),
    "unknown records": lambda text: text.replace("<learningOpportunity ", "<b/><c>x</c><learningOpportunity "),
    "text between records": lambda text: text.replace("</learningOpportunity>", "</learningOpportunity>text"),
    "comments": lambda text: text.replace("<learningOpportunity ", "<!-- <a> --><learningOpportunity ").replace(
        "</learningOpportunities>", "</learningOpportunities><!-- -->"
    ),
    "line breaks everywhere": lambda text: text.replace("Bread", "Br\n&#13;\r\nead<![CDATA[<b>\n]]>").replace(
        " idref", "\n\n idref"
    ),
    "another encoding": lambda text: text.replace("UTF-8", "UTF-16"),
}


@pytest.mark.parametrize("strange", STRANGE.values(), ids=STRANGE)
def test_of_what_is_rare(strange: Callable[[str], str]) -> None:
    text = strange(repeated(20))
    same(text.encode("utf-16" if "UTF-16" in text else "utf-8"))


def test_of_lines_beyond_those_that_libxml2_can_count() -> None:
    text = repeated(10).replace("country/LUX", "country/LX").replace("<learningOpportunities>", "\n" * 70_000)
    text = text.replace("\n" * 70_000, "<learningOpportunities>" + "\n" * 70_000)
    assert max(issue.line or 0 for issue in same(text).issues) > 70_000


def test_of_other_versions_and_namespaces() -> None:
    elm = (DATA / "valid" / "elm-loq-full.xml").read_text("utf-8")
    old = elm.replace("http://data.europa.eu/snb/model/ap/loq-constraints/", "urn:no")
    qms = (DATA / "valid" / "qms-1.0-full.xml").read_text("utf-8")
    former = next(each for each in FORMATS if each.name == "elm-loq").former[0].namespace
    namespace = next(each for each in FORMATS if each.name == "elm-loq").namespace
    own = next(each for each in FORMATS if each.name == "qms-1.0").namespace
    for text in (old, elm.replace(namespace, former), qms.replace(own, "urn:x"), qms.replace(f' xmlns="{own}"', "")):
        same(text)
    records = qms[qms.index("<Qualifications>") : qms.index("</Qualifications>")] + "</Qualifications>"
    assert same(records.replace("<Qualification>", "<Qualification>\n")).format is not None


def test_what_is_surrounded_by_very_many_namespaces_is_not_sent(told: Told) -> None:
    many = " ".join(f'xmlns:n{number}="urn:x:{number}"' for number in range(1000))
    same(repeated(20).replace(" xsdVersion", f" {many} xsdVersion"))
    assert told.known == 0


WORDS: Any = {"says": "x", "why": "x", "remedy": "x", "bad": "<organization/>", "good": "<organization/>"}


class EveryText(Checker):
    """Numbers the texts of a file, which only who sees all of them can do."""

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        self.number = 0

    def look(self, element: etree._Element, here: Here) -> Iterator[Finding]:
        self.number += 1
        yield Finding(element, f"This is text {self.number}, in line {here.seen.line}.")
        yield Finding(element, "It is not the last.")


def placed(element: etree._Element, here: Here) -> Sequence[Finding]:
    return [Finding(here.place(element), "It is here.")]


def failing(element: etree._Element, here: Here) -> Sequence[Finding]:
    raise ValueError("no")


def test_of_rules_of_somebody_else(monkeypatch: pytest.MonkeyPatch, told: Told) -> None:
    rules = (
        rule("SCHOOL-EVERY-TEXT", "info", elements=["text"], **WORDS)(EveryText),
        rule("SCHOOL-PLACE", "info", records=["organization"], elements=["text"], holding="B", **WORDS)(placed),
    )
    monkeypatch.setattr(catalogue, "_added_rules", lambda: rules)
    text = repeated(20).replace(">Bread<", "> <").replace("Bakes bread", "&lt;a>Bakes bread")
    report = same(text.replace('text/plain">&lt;', 'text/html">&lt;'))
    found = {each.code for each in report.issues}
    assert {each.code for each in rules} | {"LOMS-TEXT-BLANK", "LOMS-HTML-MALFORMED"} <= found
    assert told.known


def test_a_rule_of_somebody_else_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    fails = rule("SCHOOL-FAILS", "info", records=["organization"], **WORDS)(failing)
    monkeypatch.setattr(catalogue, "_added_rules", lambda: (fails,))
    with pytest.raises(UsageError, match="SCHOOL-FAILS failed with ValueError"):
        loms.validate(io.BytesIO(repeated(20).encode()), jobs=2)


def test_of_references_to_known_qualifications() -> None:
    class Known:
        def look_up(self, identifier: str, *, scheme_id: str | None) -> list[str]:
            return []

    report = same(EXAMPLES / "courses-loms.xml", checks=Checks(qualifications=Known()))
    assert any(each.code == "LOMS-REFERENCE-UNKNOWN" for each in report.counts)


@pytest.mark.parametrize("name", [each.name for each in FORMATS])
def test_of_drawn_documents(name: str) -> None:
    @given(documents(name), near_invalid(name))
    def holds(document: Document, wrong: NearInvalid) -> None:
        same(loms.dumps(document))
        same(wrong.data)

    holds()


def test_of_real_processes(monkeypatch: pytest.MonkeyPatch, told: Told) -> None:
    monkeypatch.setattr(sharing, "Workers", Workers)
    report = same(repeated(100).replace("country/LUX", "country/LX"))
    assert (told.known, told.unknown) == (report.records, 0)


def test_a_small_file_is_done_by_one_process(monkeypatch: pytest.MonkeyPatch, told: Told) -> None:
    monkeypatch.setattr(sharing, "_ALONE", 10)
    same(LOMS)
    assert told.known == 0


@pytest.mark.parametrize("jobs", [0, -1, 62, 3_000_000_000, 1.5, True, "2"])
def test_what_is_no_number_of_processes_is_refused(jobs: object) -> None:
    with pytest.raises(UsageError, match="jobs is a number of processes"):
        loms.validate(io.BytesIO(b""), jobs=jobs)  # type: ignore[arg-type]
