"""What drawn documents promise, besides being valid, which tests/properties holds."""

from __future__ import annotations

import dataclasses
import operator
from collections import Counter
from collections.abc import Callable
from functools import partial
from random import Random
from typing import Final

import pytest
from hypothesis import Phase, find, given, settings
from lxml import etree

import loms
from loms.document import Document
from loms.formats import FORMATS, find_format
from loms.io.streaming.record_kinds import section_kinds
from loms.legacy import learning_opportunities as loq
from loms.model import Note, QmsLearningOpportunities, TextLanguage
from loms.strategies import documents
from tests.support.objects import parts, record_ids, values

PATIENT = settings(max_examples=2_000, database=None)
NAMES = [format.name for format in FORMATS]
LOQ: Final = "loq-learning-opportunities"


def holds_for_all(check: Callable[[Document], None], name: str, **options: object) -> None:
    given(documents(name, **options))(check)()  # type: ignore[call-overload]


def opportunities(document: QmsLearningOpportunities) -> list[object]:
    return list(document.learning_opportunities.learning_opportunity)


class TestLinks:
    @given(documents())
    def test_no_two_records_have_the_same_id(self, document: QmsLearningOpportunities) -> None:
        ids = Counter(record_ids(document))
        assert [identity for identity, count in ids.items() if count > 1] == []

    @given(documents())
    def test_every_reference_leads_to_a_record(self, document: QmsLearningOpportunities) -> None:
        references = {value for value in values(document, "idref", "target_framework_id") if isinstance(value, str)}
        assert references <= set(record_ids(document))

    @given(documents("loq-qualifications", max_records=5))
    def test_legacy_identifiers_are_unique_too(self, document: loms.legacy.qualifications.Qualifications) -> None:
        ids = [record.qualification_id for record in document.qualification]
        assert len(set(ids)) == len(ids)

    @given(documents(realistic=True, max_records=5))
    def test_believable_records_are_no_parts_of_themselves(self, document: QmsLearningOpportunities) -> None:
        leads_to = {
            getattr(part, "id", None): values(part, "idref") for part in parts(document) if getattr(part, "id", None)
        }
        own_kind = {
            start: [end for end in ends if str(end).rpartition("/")[0] == str(start).rpartition("/")[0]]
            for start, ends in leads_to.items()
        }
        while own_kind:
            ends = [start for start, rest in own_kind.items() if not set(rest) & own_kind.keys()]
            assert ends, f"a circle among {sorted(map(str, own_kind))}"
            for end in ends:
                del own_kind[end]


class TestLanguages:
    @given(documents(languages=["mt", "fr"]))
    def test_texts_are_in_the_languages_asked_for(self, document: QmsLearningOpportunities) -> None:
        assert set(values(document, "lang")) <= {TextLanguage.MT, TextLanguage.FR}

    @given(documents(LOQ, languages=["fr"]))
    def test_a_legacy_text_names_its_language_unless_that_is_english(self, document: loq.LearningOpportunities) -> None:
        said = {getattr(part, "language") for part in parts(document) if hasattr(part, "language")}  # noqa: B009
        assert said == {loq.LanguageCode.FR}

    @given(documents(LOQ, languages=["en"]))
    def test_a_legacy_text_in_english_may_leave_it_out(self, document: loq.LearningOpportunities) -> None:
        assert set(values(document, "language")) <= {loq.LanguageCode.EN}

    @given(documents(one_text_per_language=True, languages=["en", "fr"]))
    def test_one_text_per_language_holds_in_every_field(self, document: QmsLearningOpportunities) -> None:
        for part in parts(document):
            for field in dataclasses.fields(part):  # type: ignore[arg-type]
                items = getattr(part, field.name)
                if isinstance(items, list):
                    languages = [item.text.lang for item in items if isinstance(item, Note)]
                    assert len(set(languages)) == len(languages)

    def test_without_it_a_language_may_come_twice(self) -> None:
        document = find(
            documents(languages=["en"]),
            lambda drawn: any(len(getattr(part, "description", ())) > 1 for part in opportunities(drawn)),
            settings=settings(PATIENT, phases=[Phase.generate]),
        )
        assert loms.loads(loms.dumps(document)) == document


@pytest.mark.parametrize("name", NAMES)
def test_minimal_documents_have_nothing_that_the_schema_does_not_demand(name: str) -> None:
    hold_records = {(section.kind, section.items) for section in section_kinds(find_format(name))}

    def check(document: Document) -> None:
        inner = {id(part) for part in parts(document)} - {id(document)}
        for part in parts(document):
            for field in dataclasses.fields(part):  # type: ignore[arg-type]
                optional = field.default is None or (
                    field.default_factory is list and not field.metadata.get("min_occurs")
                )
                is_section = (type(part), field.name) in hold_records
                if id(part) in inner and optional and not is_section and (type(part).__name__, field.name) != _KEY:
                    assert not getattr(part, field.name), (part, field.name)

    holds_for_all(check, name, minimal=True)


_KEY = ("LearningOutcome", "id")
"""Optional in the type, but demanded by a key of the document."""


class TestNumbers:
    @given(documents(max_records=0))
    def test_no_records_are_drawn_where_none_may_be(self, document: QmsLearningOpportunities) -> None:
        assert record_ids(document) == []

    @given(documents("loq-delete", max_records=0))
    def test_what_a_format_demands_is_there_nevertheless(self, document: loms.legacy.delete.Delete) -> None:
        assert len(document.id) == 1

    @given(documents(max_records=1))
    def test_references_bring_no_more_records_than_allowed(self, document: QmsLearningOpportunities) -> None:
        kinds = Counter(str(identity).rpartition("/")[0] for identity in record_ids(document))
        assert set(kinds.values()) <= {1}

    def test_asking_for_very_many_records_does_not_make_documents_too_large(self) -> None:
        given(documents(max_records=1_000))(lambda document: None)()

    @given(documents("loq-delete", max_records=2))
    def test_there_are_no_more_records_than_allowed(self, document: loms.legacy.delete.Delete) -> None:
        assert 1 <= len(document.id) <= 2

    def test_many_records_can_be_asked_for(self) -> None:
        document = find(documents("loq-delete", max_records=30), lambda drawn: len(drawn.id) > 9, settings=PATIENT)
        assert len(document.id) == 10


class TestBelievableDocuments:
    @given(documents(realistic=True))
    def test_html_is_well_formed(self, document: QmsLearningOpportunities) -> None:
        for part in parts(document):
            if str(getattr(getattr(part, "content_type", ""), "value", "")) == "text/html":
                etree.fromstring(f"<div>{operator.attrgetter('value')(part)}</div>")

    @given(documents(realistic=True))
    def test_nothing_ends_before_it_begins(self, document: QmsLearningOpportunities) -> None:
        for part in parts(document):
            begin, end = getattr(part, "started_at_date", None), getattr(part, "ended_at_date", None)
            assert begin is None or end is None or begin <= end

    @given(documents(realistic=True))
    def test_no_text_is_blank(self, document: QmsLearningOpportunities) -> None:
        texts = [text for text in values(document, "value") if isinstance(text, str)]
        assert [text for text in texts if text != text.strip() or not text] == []


class TestShrinking:
    def test_the_simplest_document_is_tiny(self) -> None:
        document = find(documents(), lambda drawn: True)
        assert document == QmsLearningOpportunities(learning_opportunities=document.learning_opportunities)
        assert opportunities(document) == []

    def test_one_field_brings_only_what_it_needs(self) -> None:
        # How far a search comes down is a matter of luck: of twelve one stopped at five records.
        wanted = partial(find, documents(), lambda drawn: any(values(drawn, "price_details")), settings=PATIENT)
        document = min((wanted(random=Random(seed)) for seed in range(2)), key=lambda drawn: len(record_ids(drawn)))
        [record] = document.learning_opportunities.learning_opportunity
        assert len(record_ids(document)) <= 4
        assert [price.amount for price in record.price_details] == [None]
        assert set(values(document, "lang")) == {TextLanguage.EN}

    def test_two_texts_of_one_legacy_field(self) -> None:
        document = find(
            documents(LOQ),
            lambda drawn: any(len(found) > 1 for found in values(drawn, "costs")),  # type: ignore[arg-type]
            settings=PATIENT,
        )
        [record] = document.learning_opportunity
        assert len(record.costs) == 2
        assert record.more_info == []
        assert loms.dumps(document).count(b"\n") < 25


class TestMistakes:
    def test_an_unknown_format_is_named(self) -> None:
        with pytest.raises(loms.UsageError, match="There is no format named 'elm'"):
            documents("elm")

    def test_an_unknown_language_is_named_with_the_known_ones(self) -> None:
        with pytest.raises(loms.UsageError, match=r"no texts in the language 'xx'\. Known codes: bg, cs"):
            documents(languages=["en", "xx"])

    def test_a_text_is_not_several_languages(self) -> None:
        with pytest.raises(loms.UsageError, match="takes several codes"):
            documents(languages="en")

    def test_no_language_at_all_is_a_mistake(self) -> None:
        with pytest.raises(loms.UsageError, match="languages is empty"):
            documents(languages=[])

    def test_a_format_without_texts_has_no_languages(self) -> None:
        with pytest.raises(loms.UsageError, match="loq-delete has no texts in any language"):
            documents("loq-delete", languages=["en"])

    def test_a_negative_number_of_records_is_a_mistake(self) -> None:
        with pytest.raises(loms.UsageError, match="max_records is -1"):
            documents(max_records=-1)


def test_a_strategy_shows_what_was_asked_for() -> None:
    assert repr(documents("loq-delete", minimal=True)) == "drawn_documents('loq-delete', minimal=True)"
