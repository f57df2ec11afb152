"""Every code of the legacy lists, each in a record of its own, becomes what the crosswalk says, and nothing besides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

import attrs
import pytest
from lxml import etree

from loms.legacy import learning_opportunities as loq
from tests.convert.documents import Converted, areas, document, labels, record, urls
from tests.support import facts

LOQ_LEVELS = "https://data.example.org/lo/framework/loq-education-level"
EQF_LEVELS = "http://data.europa.eu/esco/concept-scheme/eqf"


@attrs.frozen
class Cluster:
    """What one legacy record became."""

    opportunity: etree._Element
    specification: etree._Element
    activity: etree._Element | None
    provider: etree._Element


def one_each(codes: Iterable[str], fields: Callable[[str], Mapping[str, object]]) -> Mapping[str, Cluster]:
    """A record for each code, and what came of it by the code."""
    records = [record(code, **fields(code)) for code in codes]
    tree = Converted(document(*records)).tree
    by_id = {each.get("id"): each for each in tree.iterfind("{*}*/{*}*")}
    found: dict[str, Cluster] = {}
    for offer in tree.iterfind("{*}learningOpportunities/{*}learningOpportunity"):
        specification = by_id[values(offer, "specifiedBy/@idref")[0]]
        activities = values(specification, "learningActivitySpecification/@idref")
        found[values(offer, "identifier")[0]] = Cluster(
            opportunity=offer,
            specification=specification,
            activity=by_id[activities[0]] if activities else None,
            provider=by_id[values(offer, "providedBy/@idref")[0]],
        )
    assert [*found] == [each.learning_opportunity_id for each in records]
    return found


def values(element: etree._Element | None, path: str) -> list[str]:
    """The texts or, behind ``/@``, the attributes at a path below an element."""
    if element is None:
        return []
    elements, _, attribute = path.partition("/@")
    found = element.iterfind("/".join(f"{{*}}{step}" for step in elements.split("/")))
    return [str(each.get(attribute) if attribute else each.text) for each in found]


def code_of(vocabulary: str) -> Mapping[str, Sequence[str]]:
    """Codes of countries in LOMS, the country itself first."""
    prefix, column = {"country": (facts.COUNTRY, "country"), "NUTS": (facts.NUTS, "regions")}[vocabulary]
    found = facts.codes(f"LearningOpportunity.CountryCode -> {vocabulary}", "country", column, prefix)
    return {code: sorted(uris) for code, uris in found.items()}


@cache
def places() -> Mapping[str, Cluster]:
    codes = [each.value for each in loq.CountryCode]
    return one_each(codes, lambda code: {"country_code": loq.CountryCode(code), "nqf_level": "5"})


@pytest.mark.parametrize("code", [each.value for each in loq.CountryCode])
def test_a_place_is_its_country_and_the_regions_of_today(code: str) -> None:
    made, (country,) = places()[code], code_of("country")[code]
    assert values(made.opportunity, "providedAt/spatialCode/@uri") == [country, *code_of("NUTS").get(code, ())]
    assert values(made.opportunity, "identifier/@spatialID") == [country]
    assert values(made.provider, "hasLocation/spatialCode/@uri") == [country]


@pytest.mark.parametrize("code", [each.value for each in loq.CountryCode])
def test_a_national_level_is_one_of_the_framework_of_its_place(code: str) -> None:
    known = facts.codes("LearningOpportunity.CountryCode -> NQF framework", "country", "framework", facts.NATIONAL)
    (_, level) = places()[code].specification.iterfind("{*}hasEducationLevel")
    assert level.get("targetNotation") == "5"
    assert level.get("targetFrameworkID", "") == "".join(known.get(code, ()))


def test_fields_of_2013_keep_their_codes() -> None:
    made = one_each(
        [each.value for each in loq.ThematicAreas2013],
        lambda code: {"thematic_areas": areas(loq.ThematicAreas2013(code))},
    )
    assert {code: values(each.specification, "hasISCED-FCode/@uri") for code, each in made.items()} == {
        code: [facts.ISCED_F + code] for code in made
    }


def test_fields_of_1997_become_those_of_2013_by_the_table() -> None:
    made = one_each(
        [each.value for each in loq.ThematicAreas1997],
        lambda code: {"thematic_areas": areas(loq.ThematicAreas1997(code))},
    )
    expected = facts.codes("ThematicAreas1997", "isced_1997", "fields", facts.ISCED_F)
    for code, each in made.items():
        assert sorted(values(each.specification, "hasISCED-FCode/@uri")) == sorted(expected[code])
        assert values(each.specification, "hasEducationSubject/@targetNotation") == [code]


@cache
def languages() -> Mapping[str, Cluster]:
    def fields(code: str) -> Mapping[str, object]:
        language = loq.LanguageCode(code)
        return {
            "country_code": loq.CountryCode.ES,
            "title": labels({code: "Bread"}),
            "description": labels({code: "Two days"}),
            "url": urls({code: f"https://school.example/{code}"}),
            "information_language": language,
            "teaching_language": [language],
        }

    return one_each([each.value for each in loq.LanguageCode], fields)


@pytest.mark.parametrize("code", [each.value for each in loq.LanguageCode])
def test_a_text_has_its_language_or_a_note_names_it(code: str) -> None:
    offer, language = languages()[code].opportunity, facts.text_language(code)
    note = f'<section lang="{code}" class="loq-Description">Two days</section>'
    assert values(offer, "title/text/@lang") == [language or facts.fallback_language("ES")]
    assert values(offer, "description/text/@lang") == ([language] if language else [])
    assert (note in values(offer, "additionalNote/text")) is (language is None)


@pytest.mark.parametrize("code", [each.value for each in loq.LanguageCode])
def test_a_language_is_a_uri_or_a_phrase(code: str) -> None:
    made, uris = languages()[code], [*facts.language_uris().get(code, ())]
    assert values(made.opportunity, "referenceLanguage/@uri") == uris
    assert values(made.opportunity, "homepage/language/@uri") == uris
    assert values(made.specification, "language/@uri") == uris
    said = [each for each in values(made.opportunity, "additionalNote/text") if each.startswith("Language of ")]
    name = facts.language_names()[code]
    assert said == (
        [] if uris else [f"Language of {what}: {name} [{code}]" for what in ("the information", "instruction")]
    )


def test_each_country_has_the_language_of_most_of_its_readers_for_texts_without_a_code() -> None:
    codes = sorted({each.value[:2] for each in loq.CountryCode})
    made = one_each(
        codes,
        lambda code: {"country_code": loq.CountryCode(code), "description": labels({"cy": "Two days"})},
    )
    assert {code: values(each.opportunity, "additionalNote/text/@lang") for code, each in made.items()} == {
        code: [facts.fallback_language(code)] for code in codes
    }


def test_levels_stand_in_the_framework_of_their_list() -> None:
    own = one_each(
        [each.value for each in loq.EducationLevel], lambda code: {"education_level": loq.EducationLevel(code)}
    )
    european = one_each([str(each.value) for each in loq.EqfLevel], lambda code: {"eqf_level": loq.EqfLevel(int(code))})
    for made, framework in ((own, LOQ_LEVELS), (european, EQF_LEVELS)):
        for code, each in made.items():
            level = [*each.specification.iterfind("{*}hasEducationLevel")][-1]
            assert (level.get("targetNotation"), level.get("targetFrameworkID")) == (code, framework)


def test_forms_of_study_durations_and_groups_are_those_of_the_crosswalk() -> None:
    studies = one_each(
        [each.value for each in loq.StudyType if each.value not in ("PT", "WK")],
        lambda code: {"study_type": [loq.StudyType(code)]},
    )
    for code, each in studies.items():
        assert values(each.opportunity, "learningSchedule/@uri") == [*facts.study_codes("schedule").get(code, ())]
        assert values(each.specification, "mode/@uri") == [*facts.study_codes("mode").get(code, ())]
        assert values(each.activity, "type/@uri") == [*facts.study_codes("activity").get(code, ())]
    durations = one_each(
        [each.value for each in loq.DurationCode], lambda code: {"duration_code": loq.DurationCode(code)}
    )
    longest = facts.codes("DurationCode", "duration_code", "at_most")
    for code, each in durations.items():
        assert values(each.specification, "duration") == [*longest.get(code, ())]
    groups = one_each(
        [each.value for each in loq.SpecialTargetGroup],
        lambda code: {"special_target_group": [loq.SpecialTargetGroup(code)]},
    )
    known = facts.codes("SpecialTargetGroup", "target_group", "group", "http://data.europa.eu/europass/targetGroup/")
    for code, each in groups.items():
        assert values(each.specification, "targetGroup/@uri") == [*known[code]]
