"""Writes learning opportunities."""

from __future__ import annotations

from collections.abc import Sequence

from xsdata.models.datatype import XmlDateTime

from loms import elm
from loms.convert.accounting import Action
from loms.convert.from_loms.dataset import Held
from loms.convert.from_loms.words import Words, read_words
from loms.convert.lexical import date_of
from loms.convert.loms_to_elm.codes import elm_code
from loms.convert.loms_to_elm.countries import organization_country
from loms.convert.loms_to_elm.draft import ElmDraft
from loms.convert.loms_to_elm.homepages import other_homepage
from loms.convert.loms_to_elm.languages import default_language_uri
from loms.convert.loms_to_elm.places import write_locations
from loms.convert.loms_to_elm.texts import LABELS, write_note, write_notes, write_strings
from loms.convert.loms_to_elm.values import write_duration, write_identifiers, write_pages, write_price
from loms.convert.loms_to_elm.verdicts import SPECIFICATIONS

__all__ = ["convert_opportunity"]

_UNREADABLE = "The value cannot be read."


def convert_opportunity(draft: ElmDraft) -> elm.LearningOpportunity:
    """Write an opportunity.

    Args:
        draft: What it is written from and to.
    """
    place, node = draft.place, draft.node
    notes = write_notes(draft, read_words(node, "additionalNote"), place.at("additionalNote"))
    made = elm.LearningOpportunity(
        id=node.record.id,
        identifier=write_identifiers(draft, node, "identifier", place.at("identifier")),
        title=write_strings(draft, node, "title", place.at("title"), between=LABELS),
        description=write_strings(draft, node, "description", place.at("description")),
        type=_types(draft),
        homepage=_homepages(draft),
        supplementary_document=write_pages(draft, node, "supplementaryDoc", place.at("supplementaryDocument")),
        temporal=_period(draft),
        duration=write_duration(draft, node.one("duration"), place.at("duration")),
        learning_schedule=next(
            iter(
                draft.write_codes(
                    node.all("learningSchedule/@uri"),
                    "learning-schedule",
                    "learningSchedule",
                    lambda uri: elm.LearningScheduleTypeCode(uri=elm.LearningScheduleType(uri)),
                    most=1,
                )
            ),
            None,
        ),
        price_detail=_prices(draft),
        provided_by=draft.write_links("providedBy/@idref", "providedBy", "organisation", kinds=("organization",)),
        learning_achievement_specification=draft.write_links(
            "specifiedBy/@idref",
            "learningAchievementSpecification",
            "learningAchievementSpecification",
            "qualification",
            "qualificationReference",
            kinds=SPECIFICATIONS,
        )[0],
        has_part=draft.write_links("hasPart/@idref", "hasPart", "learningOpportunity", kinds=("learningOpportunity",)),
        default_language=_default_language(draft),
    )

    def aside(words: Sequence[Words]) -> None:
        notes.extend(write_notes(draft, words, place.at("additionalNote"), action=Action.NOTE))

    aside(read_words(node, "altLabel"))
    for name, field in (("scheduleInformation", "schedule_information"), ("admissionProcedure", "admission_procedure")):
        setattr(made, field, write_note(draft, read_words(node, name), place.at(name), aside=aside))
    made.location = write_locations(draft, "providedAt", place.at("location"), country=_country(draft))
    made.additional_note = notes
    return made


def _types(draft: ElmDraft) -> list[elm.LearningOpportunityTypeCode]:
    """What the specification says of its kind, which ELM has here too."""
    dataset = draft.context.dataset
    found: dict[str, elm.LearningOpportunityTypeCode] = {}
    for link in draft.node.all("specifiedBy/@idref")[:1]:
        record = dataset.find(link.value, *SPECIFICATIONS)
        for held in record.node.all("type/@uri") if record is not None else []:
            uri = elm_code("learning-opportunity-type", held.value).uri
            if uri and uri not in found:
                found[uri] = elm.LearningOpportunityTypeCode(uri=elm.LearningOpportunityType(uri))
    if found:
        draft.synthesise(draft.place.at("type/@uri"))
    return list(found.values())


def _homepages(draft: ElmDraft) -> list[elm.WebResource]:
    place = draft.place.at("homepage")
    found = write_pages(draft, draft.node, "homepage", place)
    if not found:
        found = [elm.WebResource(content_url=other_homepage(draft.node, draft.context))]
        draft.synthesise(place.at("contentUrl"))
    for page in found:
        draft.context.pages.add(page.content_url or "", record=draft.node.record.id)
    return found


def _period(draft: ElmDraft) -> elm.PeriodOfTime | None:
    start, end = _day(draft, "startedAtDate", "startDate"), _day(draft, "endedAtDate", "endDate")
    return None if start is None and end is None else elm.PeriodOfTime(start_date=start, end_date=end)


def _day(draft: ElmDraft, name: str, target: str) -> XmlDateTime | None:
    held = draft.node.one(name)
    moment = None if held is None else date_of(held.value)
    if held is not None and moment is None:
        draft.drop(held, lost=True, detail=_UNREADABLE)
    elif held is not None:
        draft.keep(held, Action.MAPPED, draft.place.at(f"temporal/{target}"))
    return moment


def _prices(draft: ElmDraft) -> list[elm.PriceDetail]:
    place = draft.place.at("priceDetail")
    found = []
    for block in draft.node.blocks("priceDetails"):
        amount, notes = write_price(draft, block, place)
        found.append(
            elm.PriceDetail(
                amount=amount,
                pref_label=write_strings(draft, block, "name", place.at("prefLabel"), between=LABELS),
                description=write_strings(draft, block, "description", place.at("description")),
                additional_note=[
                    *write_notes(draft, read_words(block, "additionalNote"), place.at("additionalNote")),
                    *notes,
                ],
            )
        )
    return found


def _country(draft: ElmDraft) -> str:
    """The country of the first provider that says one."""
    context = draft.context
    for held in draft.node.all("providedBy/@idref"):
        record = context.dataset.find(held.value, "organization")
        country = "" if record is None else organization_country(record.node, context.settings)
        if country:
            return country
    return ""


def _default_language(draft: ElmDraft) -> elm.LanguageCode:
    place = draft.place.at("defaultLanguage/@uri")
    held: Held | None = draft.node.one("referenceLanguage/@uri")
    uri = "" if held is None else draft.write_code(held, "language", place)
    if not uri:
        uri = default_language_uri(draft.node, draft.context)
        draft.synthesise(place)
    return elm.LanguageCode(uri=elm.Language(uri))
