"""Whatever is in a dataset, the index says of it what its objects say, wherever it is kept, and references find it."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import attrs
import pytest
from hypothesis import given

import loms
from loms.convert.known import QualificationIdentity
from loms.document import Document
from loms.elm import Courses, Organisation, QualificationReference
from loms.elm import Identifier as ElmIdentifier
from loms.elm import Qualification as ElmQualification
from loms.errors import InvalidDataError
from loms.formats import FORMATS
from loms.legacy.qms import Code, QualificationMetadata
from loms.legacy.qms import Text as QmsText
from loms.legacy.qualifications import Qualifications
from loms.model import (
    LanguageString,
    LearningSpecification,
    Organization,
    QmsLearningOpportunities,
    Qualification,
    QualificationRef,
)
from loms.resolve import Index, IndexedRecord, Outcome, Resolution, match, resolve
from loms.resolve.spelling import normalized
from loms.strategies import NearInvalid, documents, near_invalid

WITH_QUALIFICATIONS = ("loms-2019", "loq-qualifications", "qms-1.0", "elm-loq")
WITH_REFERENCES = ("loms-2019", "elm-loq")
SCHEME = "https://data.example.org/scheme"

each_format = pytest.mark.parametrize("name", WITH_QUALIFICATIONS)
each_with_references = pytest.mark.parametrize("name", WITH_REFERENCES)


@attrs.frozen(kw_only=True)
class Said:
    """What a record says of itself, as far as an index keeps it."""

    kind: str = "qualification"
    id: str | None = None
    identities: tuple[QualificationIdentity, ...] = ()
    pages: tuple[str, ...] = ()
    titles: Mapping[str, str]
    eqf_level: str | None = None
    awarding_bodies: tuple[str, ...] = ()


def kept(record: IndexedRecord) -> Said:
    return Said(**{field.name: getattr(record, field.name) for field in attrs.fields(Said)})


def said(document: Document) -> list[Said]:
    if isinstance(document, QmsLearningOpportunities):
        return list(_of_loms(document))
    if isinstance(document, Qualifications):
        return list(_of_legacy(document))
    if isinstance(document, Courses):
        return list(_of_elm(document))
    assert isinstance(document, QualificationMetadata)
    return list(_of_qms(document))


def _titles(texts: Iterable[tuple[str, str]]) -> dict[str, str]:
    titles: dict[str, str] = {}
    for language, text in texts:
        if text.split():
            titles.setdefault(language, " ".join(text.split()))
    return titles


def _shown(titles: Mapping[str, str]) -> str:
    return titles.get("en") or next(iter(titles.values()), "")


def _identity(value: str, scheme: str | None) -> Iterator[QualificationIdentity]:
    scheme = None if scheme is None or not scheme.strip() else normalized(scheme)
    if value.strip():
        yield QualificationIdentity(identifier=normalized(value), scheme_id=scheme)


def _of_loms(document: QmsLearningOpportunities) -> Iterator[Said]:
    agents = document.agent_references.organization if document.agent_references else []
    names: dict[str, str] = {}
    for agent in agents:
        names.setdefault(agent.id, _name(agent))
    section = document.learning_specification_references
    for record in section.records if section else []:
        if isinstance(record, QualificationRef):
            continue
        is_qualification = isinstance(record, Qualification)
        assert isinstance(record, (Qualification, LearningSpecification))
        awarding = record.awarding_opportunities.awarding_opportunity if record.awarding_opportunities else []
        bodies = [each.idref for opportunity in awarding for each in opportunity.organization]
        level = record.eqf_level.uri.value.rpartition("/")[2] if isinstance(record, Qualification) else None
        yield Said(
            kind="qualification" if is_qualification else "learningSpecification",
            id=record.id,
            identities=tuple(each for one in record.identifier for each in _identity(one.value, one.scheme_id)),
            pages=tuple(page.uri for page in record.homepage if page.uri),
            titles=_titles(_texts(record.title)),
            eqf_level=level,
            awarding_bodies=tuple(names.get(each) or each for each in bodies),
        )


def _texts(strings: Iterable[LanguageString]) -> Iterator[tuple[str, str]]:
    return ((each.text.lang.value, each.text.value) for each in strings)


def _name(agent: Organization) -> str:
    return _shown(_titles(_texts(agent.pref_label)))


def _of_elm(document: Courses) -> Iterator[Said]:
    names: dict[str, str] = {}
    for agent in document.agent_references.records if document.agent_references else []:
        texts = agent.legal_name if isinstance(agent, Organisation) else agent.pref_label
        if name := _shown(_titles((each.language, each.value) for each in texts)):
            names.setdefault(agent.id, name)
    section = document.learning_achievement_specification_references
    for record in section.records if section else []:
        if isinstance(record, QualificationReference):
            continue
        is_qualification = isinstance(record, ElmQualification)
        bodies = [each.idref for one in record.awarding_opportunity for each in one.awarding_body]
        yield Said(
            kind="qualification" if is_qualification else "learningSpecification",
            id=record.id,
            identities=tuple(
                each for one in record.identifier for each in _identity(one.notation.value, _scheme_of_elm(one))
            ),
            pages=tuple(page.content_url for page in record.homepage if page.content_url is not None),
            titles=_titles((each.language or "und", each.value) for each in record.title),
            eqf_level=record.eqf_level.uri.value.rpartition("/")[2] if isinstance(record, ElmQualification) else None,
            awarding_bodies=tuple(names.get(each) or each for each in bodies),
        )


def _scheme_of_elm(identifier: ElmIdentifier) -> str | None:
    said = (identifier.notation.type, identifier.scheme_id, identifier.scheme_name)
    return next((each for each in said if each and each.strip()), None)


def _of_legacy(document: Qualifications) -> Iterator[Said]:
    for record in document.qualification:
        yield Said(
            identities=tuple(_identity(record.qualification_id, SCHEME)),
            pages=tuple(page.value for page in record.url),
            titles=_titles((title.language.value if title.language else "en", title.value) for title in record.title),
            eqf_level=str(record.eqf_level.value),
            awarding_bodies=tuple(" ".join(each.value.split()) for each in record.awarding_body if each.value.strip()),
        )


def _of_qms(document: QualificationMetadata) -> Iterator[Said]:
    names: dict[str, str] = {}
    for agent in document.agents.agent if document.agents else []:
        name = _shown(_titles(_qms_texts(agent.name)))
        for each in filter(str.strip, [*([agent.uri] if agent.uri else []), *agent.identifier]):
            if name:
                names.setdefault(each.strip(), name)
    for record in document.qualifications.qualification if document.qualifications else []:
        activities = record.awarding_activities.awarding_activity if record.awarding_activities else []
        bodies = [reference for activity in activities for reference in activity.associated_with]
        uris: list[list[str]] = [[each.uri] if each.uri else [each.identifier or ""] for each in bodies]
        yield Said(
            id=record.uri,
            identities=tuple(each for value in record.identifier for each in _identity(value, SCHEME)),
            pages=tuple(page.uri for page in record.home_page if page.uri.strip()),
            titles=_titles(_qms_texts(record.preferred_label)),
            eqf_level=_level(record.eqf_level),
            awarding_bodies=tuple(
                names.get(each.strip()) or each.strip() for called in uris for each in called if each.strip()
            ),
        )


def _level(level: Code | None) -> str | None:
    said = [] if level is None else [text.strip() for text in (level.code, level.uri or "") if text.strip()]
    return said[0].rpartition("/")[2] or None if said else None


def _qms_texts(texts: Iterable[QmsText]) -> Iterator[tuple[str, str]]:
    return ((each.lang.value, each.value) for each in texts)


@each_format
def test_an_index_says_what_the_objects_say(name: str, tmp_path: Path) -> None:
    @given(documents(name))
    def holds(document: Document) -> None:
        path = tmp_path / "q.xml"
        path.write_bytes(loms.dumps(document))
        index = Index.from_sources(path, identifier_scheme=SCHEME)
        records = list(index._store.records())
        assert list(map(kept, records)) == said(loms.read(path))
        assert len(index) == len([each for each in records if each.is_qualification])

    holds()


@each_format
def test_an_index_in_a_file_is_equal_to_one_in_memory_and_stays_so_when_it_is_taken_over(
    name: str, tmp_path: Path
) -> None:
    @given(documents(name, max_records=4), documents(name, max_records=4))
    def holds(one: Document, other: Document) -> None:
        files = [tmp_path / "one.xml", tmp_path / "other.xml"]
        for file, document in zip(files, (one, other), strict=True):
            file.write_bytes(loms.dumps(document))
        target = tmp_path / "index.sqlite"
        target.unlink(missing_ok=True)
        Index.from_sources(files[1], path=target).close()
        with Index.from_sources(*files, path=target) as index, Index.from_sources(*files) as expected:
            assert list(index) == list(expected)
            assert index.issues == expected.issues
            assert index.sources == expected.sources

    holds()


@each_format
def test_each_identity_finds_its_qualification(name: str, tmp_path: Path) -> None:
    @given(documents(name))
    def holds(document: Document) -> None:
        path = tmp_path / "q.xml"
        path.write_bytes(loms.dumps(document))
        index = Index.from_sources(path, identifier_scheme=SCHEME)
        owners = Counter(identity for record in index for identity in dict.fromkeys(record.identities))
        for record in index:
            for identity in record.identities:
                found = match(index, identity.identifier, scheme_id=identity.scheme_id)
                assert record in [each.record for each in found.matches]
                assert (found.outcome is Outcome.FOUND) is (owners[identity] == 1)

    holds()


def _without_place(resolution: Resolution) -> Resolution:
    return attrs.evolve(
        resolution,
        source=None,
        references=tuple(attrs.evolve(each, line=None) for each in resolution.references),
        opportunities=tuple(attrs.evolve(each, line=None) for each in resolution.opportunities),
        issues=tuple(attrs.evolve(each, line=None, source=None) for each in resolution.issues),
    )


@each_with_references
def test_a_dataset_resolves_the_same_as_objects_and_as_a_file(name: str) -> None:
    index = Index.from_sources("examples/qualifications-loms.xml")

    @given(documents(name))
    def holds(document: Document) -> None:
        from_file = resolve(io.BytesIO(loms.dumps(document)), index=index)
        assert _without_place(resolve(document, index=index)) == _without_place(from_file)

    holds()


@each_with_references
def test_a_valid_dataset_has_no_broken_link(name: str) -> None:
    index = Index.from_sources("examples/qualifications-loms.xml")
    broken = {"LINK-MISSING", "LINK-WRONG-KIND", "LINK-DUPLICATE-ID"}

    @given(documents(name))
    def holds(document: Document) -> None:
        assert not broken & {issue.code for issue in resolve(document, index=index).issues}

    holds()


@pytest.mark.parametrize("name", [format.name for format in FORMATS])
def test_faulty_files_are_indexed_as_far_as_they_go(name: str, tmp_path: Path) -> None:
    @given(near_invalid(name))
    def holds(document: NearInvalid) -> None:
        path = tmp_path / "q.xml"
        path.write_bytes(document.data)
        index = Index.from_sources(path)
        list(index)
        for issue in index.issues:
            assert issue.source is not None or issue.code == "INDEX-SHARED-IDENTIFIER"

    holds()


@each_with_references
def test_faulty_datasets_are_resolved_as_far_as_they_go(name: str) -> None:
    index = Index.from_sources("examples/qualifications-loms.xml")

    @given(near_invalid(name))
    def holds(document: NearInvalid) -> None:
        try:
            resolution = resolve(io.BytesIO(document.data), index=index)
        except InvalidDataError:
            return  # it cannot be read at all
        assert resolution.as_dict()

    holds()
