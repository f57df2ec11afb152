"""The account by which the properties judge conversions notices what it should."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence

import attrs
import pytest

import loms
from loms.convert.accounting import Action, Entry
from loms.legacy import learning_opportunities as loq
from loms.model import ActivityType, Country, Language, LearningSpecification, QmsLearningOpportunities, TextLanguage
from tests.convert.documents import SETTINGS, areas, block, document, labels, record, texts, urls
from tests.support.accounts import unaccounted
from tests.support.returns import unexplained

SOURCE = document(
    record(
        country_code=loq.CountryCode("FR21"),
        title=labels({"en": "Bread", "fr": "Pain"}),
        more_info=labels({"fr": "Encore", None: "Once more", "eu": "Ogia"}) + labels({"fr": "Encore"}),
        url=urls({"fr": "https://school.example/pain"}),
        thematic_areas=areas(loq.ThematicAreas1997("541")),
        teaching_language=[loq.LanguageCode.FR, loq.LanguageCode.EU],
        study_type=[loq.StudyType.DL, loq.StudyType.TR],
        costs=texts("95 EUR"),
        qualifications=[block({"en": "Baker"})],
        special_target_group=[loq.SpecialTargetGroup("AE")],
    )
)

Change = Callable[[QmsLearningOpportunities], object]


def done() -> loms.Conversion:
    return copy.deepcopy(loms.convert(SOURCE, to="loms-2019", settings=SETTINGS))


def specification(made: QmsLearningOpportunities) -> LearningSpecification:
    assert made.learning_specification_references is not None
    found = made.learning_specification_references.records[0]
    assert isinstance(found, LearningSpecification)
    return found


def notes(made: QmsLearningOpportunities, language: str) -> list[int]:
    """Where the notes of the opportunity in a language are."""
    held = made.learning_opportunities.learning_opportunity[0].additional_note
    return [place for place, note in enumerate(held) if note.text.lang.value == language]


def drop_note(made: QmsLearningOpportunities, language: str) -> None:
    del made.learning_opportunities.learning_opportunity[0].additional_note[notes(made, language)[0]]


def reword_notes(made: QmsLearningOpportunities, old: str, new: str) -> None:
    for note in made.learning_opportunities.learning_opportunity[0].additional_note:
        note.text.value = note.text.value.replace(old, new)


def set_language(made: QmsLearningOpportunities, language: TextLanguage) -> None:
    made.learning_opportunities.learning_opportunity[0].title[0].text.lang = language


def set_activity(made: QmsLearningOpportunities, kind: ActivityType) -> None:
    assert made.learning_activity_specification_references is not None
    made.learning_activity_specification_references.learning_activity_specification[0].type[0].uri = kind


def offer(made: QmsLearningOpportunities) -> loms.model.LearningOpportunity:
    return made.learning_opportunities.learning_opportunity[0]


def test_a_faultless_conversion_has_no_faults() -> None:
    assert unaccounted(SOURCE, done(), SETTINGS) == []


CHANGES: dict[str, Change] = {
    "a text in another language": lambda made: set_language(made, TextLanguage.FR),
    "one of two equal texts": lambda made: drop_note(made, "fr"),
    "a phrase for a code": lambda made: reword_notes(made, "Study type: distance learning", "Study type: part-time"),
    "a phrase for a language": lambda made: reword_notes(made, "Basque [eu]", "Basque [ca]"),
    "the mark of a language without a code": lambda made: reword_notes(made, 'lang="eu"', 'lang="ca"'),
    "the mark of a field": lambda made: reword_notes(made, "loq-MoreInfo", "loq-Grants"),
    "a page in another language": lambda made: setattr(offer(made).homepage[0].language[0], "uri", Language.DEU),
    "an address": lambda made: setattr(offer(made).homepage[0], "uri", "https://school.example/brot"),
    "a region": lambda made: offer(made).provided_at[0].spatial_code.pop(),
    "a country": lambda made: setattr(offer(made).identifier[0], "spatial_id", Country.LUX),
    "a scheme": lambda made: setattr(offer(made).identifier[0], "scheme_id", "urn:other"),
    "a language of instruction": lambda made: setattr(specification(made).language[0], "uri", Language.DEU),
    "a field of education": lambda made: specification(made).has_isced_fcode.clear(),
    "an amount": lambda made: setattr(offer(made).price_details[0].amount, "value", 96),
    "a form of study": lambda made: set_activity(made, ActivityType.ELEARNING),
    "a target group": lambda made: specification(made).target_group.clear(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_it_notices_what_was_changed_behind_the_back_of_the_report(change: Change) -> None:
    changed = done()
    assert isinstance(changed.document, QmsLearningOpportunities)
    change(changed.document)
    assert unaccounted(SOURCE, changed, SETTINGS) != []


def with_entries(change: Callable[[Sequence[Entry]], Sequence[Entry]]) -> loms.Conversion:
    made = done()
    return attrs.evolve(made, report=attrs.evolve(made.report, entries=tuple(change(made.report.entries))))


def title(entry: Entry) -> bool:
    return entry.source == "LearningOpportunity/Title[1]"


@pytest.mark.parametrize(
    "change",
    [
        lambda entries: [each for each in entries if not title(each)],
        lambda entries: [*entries, attrs.evolve(entries[-1], source="LearningOpportunity/Nothing")],
        lambda entries: [attrs.evolve(each, target_record="urn:nowhere") if title(each) else each for each in entries],
        lambda entries: [attrs.evolve(each, value="Cake") if title(each) else each for each in entries],
        lambda entries: [
            attrs.evolve(each, action=Action.DROPPED, target=None, reason="It is blank.") if title(each) else each
            for each in entries
        ],
        lambda entries: [attrs.evolve(each, reason="") if title(each) else each for each in entries],
    ],
    ids=["no entry", "of nothing", "of another record", "of another value", "of a false reason", "of no reason"],
)
def test_it_notices_an_entry_that_is_wrong(change: Callable[[Sequence[Entry]], Sequence[Entry]]) -> None:
    assert unaccounted(SOURCE, with_entries(change), SETTINGS) != []


class TestThereAndBack:
    def back(self, there: loms.Conversion) -> loms.Conversion:
        return loms.convert(there.document, to="loq-learning-opportunities", settings=SETTINGS)

    def test_a_faultless_journey_has_no_differences(self) -> None:
        there = done()
        assert unexplained(SOURCE, there, self.back(there)) == []

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("title", labels({"en": "Bread"})),
            ("title", labels({"en": "Cake", "fr": "Pain"})),
            ("title", labels({"en": "Bread", "de": "Pain"})),
            ("study_type", [loq.StudyType.FF]),
            ("special_target_group", []),
            ("grants", texts("Free")),
        ],
        ids=["a text less", "another text", "another language", "another code", "a code less", "a text more"],
    )
    def test_it_notices_what_no_report_says(self, field: str, value: object) -> None:
        there = done()
        back = self.back(there)
        assert isinstance(back.document, loq.LearningOpportunities)
        setattr(back.document.learning_opportunity[0], field, value)
        assert unexplained(SOURCE, there, back) != []
