"""Writes what specifications refer to: outcomes, activities, assessments, entitlements, and schemes of grades."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from loms import elm, model
from loms.codes import label
from loms.convert.from_loms.dataset import Held
from loms.convert.from_loms.words import read_words
from loms.convert.loms_to_elm.draft import ElmDraft
from loms.convert.loms_to_elm.reading import plain
from loms.convert.loms_to_elm.texts import LABELS, phrase, write_notes, write_strings
from loms.convert.loms_to_elm.values import write_concepts, write_duration, write_identifiers, write_pages
from loms.convert.loms_to_elm.verdicts import SPECIFICATIONS

__all__ = [
    "convert_activity",
    "convert_assessment",
    "convert_entitlement",
    "convert_grading_scheme",
    "convert_outcome",
]

_ALL_SPECIFICATIONS = ("learningAchievementSpecification", "qualification", "qualificationReference")
_OWNERS = ("learningSpecification", "qualification")
_TYPES: Mapping[str, Callable[[str], Any]] = MappingProxyType(
    {
        "learningActivitySpecification": model.ActivityType,
        "assessmentSpecification": model.AssessmentType,
        "entitlementSpecification": model.EntitlementType,
    }
)


def convert_outcome(draft: ElmDraft) -> elm.LearningOutcome:
    """Write a learning outcome.

    Args:
        draft: What it is written from and to.
    """
    place, node = draft.place, draft.node
    types = draft.write_codes(
        node.all("learningOutcomeType/@uri"),
        "learning-outcome-type",
        "type",
        lambda uri: elm.LearningOutcomeTypeCode(uri=elm.SkillType(uri)),
        most=1,
    )
    levels = draft.write_codes(
        node.all("reusabilityLevel/@uri"),
        "reusability-level",
        "reusabilityLevel",
        lambda uri: elm.ReusabilityLevelCode(uri=elm.SkillReuseLevel(uri)),
        most=1,
    )
    return elm.LearningOutcome(
        id=node.record.id,
        identifier=write_identifiers(draft, node, "identifier", place.at("identifier")),
        title=write_strings(draft, node, "prefLabel", place.at("title"), between=LABELS),
        type=next(iter(types), None),
        additional_note=write_notes(draft, read_words(node, "description"), place.at("additionalNote")),
        reusability_level=next(iter(levels), None),
        related_esco_skill=write_concepts(draft, "relatedEscoSkill", place.at("relatedESCOSkill")),
    )


def convert_activity(draft: ElmDraft) -> elm.LearningActivitySpecification:
    """Write a learning activity.

    Args:
        draft: What it is written from and to.
    """
    place, node = draft.place, draft.node
    return elm.LearningActivitySpecification(
        id=node.record.id,
        **_shared(draft, "learningActivitySpecification"),
        type=draft.write_codes(
            node.all("type/@uri"),
            "activity-type",
            "type",
            lambda uri: elm.LearningActivityTypeCode(uri=elm.LearningActivityType(uri)),
        ),
        volume_of_learning=write_duration(draft, node.one("workload"), place.at("volumeOfLearning")),
        **_ways(draft),
        influences=draft.write_links("teaches/@idref", "influences", *_ALL_SPECIFICATIONS, kinds=SPECIFICATIONS),
    )


def convert_assessment(draft: ElmDraft) -> elm.LearningAssessmentSpecification:
    """Write an assessment.

    Args:
        draft: What it is written from and to.
    """
    place, node = draft.place, draft.node
    schemes = draft.link(
        node.all("gradingScheme/@idref")[:1], place.at("gradingScheme"), "gradingScheme", kinds=("scoringScheme",)
    )
    shared = _shared(draft, "learningAssessmentSpecification")
    shared["additional_note"] += [
        phrase(draft, f"Grading scheme: {_title_of_scheme(draft, held)}", [held], place.at("additionalNote"))
        for held in node.all("gradingScheme/@idref")[1:]
    ]
    return elm.LearningAssessmentSpecification(
        id=node.record.id,
        **shared,
        type=draft.write_codes(
            node.all("type/@uri"),
            "assessment-type",
            "type",
            lambda uri: elm.LearningAssessmentTypeCode(uri=elm.LearningAssessmentType(uri)),
        ),
        **_ways(draft),
        grading_scheme=next(iter(schemes), None),
        proves=draft.write_links("proves/@idref", "proves", *_ALL_SPECIFICATIONS, kinds=SPECIFICATIONS),
    )


def convert_entitlement(draft: ElmDraft) -> elm.LearningEntitlementSpecification:
    """Write what an achievement entitles to.

    Args:
        draft: What it is written from and to.
    """
    place, node = draft.place, draft.node
    types = draft.write_codes(
        node.all("type/@uri"),
        "entitlement-type",
        "type",
        lambda uri: elm.LearningEntitlementTypeCode(uri=elm.LearningEntitlementType(uri)),
        most=1,
    )
    statuses = draft.write_codes(
        node.all("status/@uri"),
        "entitlement-status",
        "entitlementStatus",
        lambda uri: elm.LearningEntitlementStatusCode(uri=elm.LearningEntitlementStatus(uri)),
        most=1,
    )
    return elm.LearningEntitlementSpecification(
        id=node.record.id,
        **_shared(draft, "learningEntitlementSpecification"),
        type=types[0],
        entitlement_status=statuses[0],
        limit_organisation=draft.write_links(
            "limitOrganization/@idref", "limitOrganisation", "organisation", kinds=("organization",)
        ),
        limit_jurisdiction=draft.write_codes(
            node.all("limitJurisdiction/@uri"),
            "jurisdiction",
            "limitJurisdiction",
            lambda uri: elm.JurisdictionCode(uri=elm.AdministrativeTerritorialUnit(uri)),
        ),
        limit_occupation=write_concepts(draft, "limitOccupation", place.at("limitOccupation")),
        limit_national_occupation=write_concepts(
            draft, "limitNationalOccupation", place.at("limitNationalOccupation"), kind="occupation"
        ),
        entitled_by=draft.write_links("mayResultFrom/@idref", "entitledBy", *_ALL_SPECIFICATIONS, kinds=SPECIFICATIONS),
    )


def convert_grading_scheme(draft: ElmDraft) -> elm.GradingScheme:
    """Write a scheme of grades.

    Args:
        draft: What it is written from and to.
    """
    place, node = draft.place, draft.node
    return elm.GradingScheme(
        id=place.spot.id,
        identifier=write_identifiers(draft, node, "identifier", place.at("identifier")),
        title=write_strings(draft, node, "title", place.at("title"), between=LABELS),
        description=write_strings(draft, node, "description", place.at("description")),
        supplementary_document=write_pages(draft, node, "supplementaryDoc", place.at("supplementaryDocument")),
    )


def _title_of_scheme(draft: ElmDraft, held: Held) -> str:
    """What people read of a scheme of grades: its first title that says something, and its id."""
    record = draft.context.dataset.find(held.value, "scoringScheme")
    titles = [] if record is None else [plain(each).value for each in read_words(record.node, "title")]
    title = next((each for each in titles if each.strip()), "")
    return f"{title} ({held.value.strip()})" if title else held.value.strip()


def _shared(draft: ElmDraft, element: str) -> dict[str, Any]:
    """What activities, assessments and entitlements have in common."""
    place, node = draft.place, draft.node
    own = write_strings(draft, node, "title", place.at("title"), between=LABELS)
    title = own or _other_title(draft)
    kinds = (node.record.kind,)
    return {
        "identifier": write_identifiers(draft, node, "identifier", place.at("identifier")),
        "title": title,
        "alt_label": write_strings(draft, node, "altLabel", place.at("altLabel"), between=LABELS, unlike=own),
        "description": write_strings(draft, node, "description", place.at("description")),
        "additional_note": write_notes(draft, read_words(node, "additionalNote"), place.at("additionalNote")),
        "homepage": write_pages(draft, node, "homepage", place.at("homepage")),
        "supplementary_document": write_pages(draft, node, "supplementaryDoc", place.at("supplementaryDocument")),
        "has_part": draft.write_links("hasPart/@idref", "hasPart", element, kinds=kinds),
        "specialisation_of": draft.write_links("specializationOf/@idref", "specialisationOf", element, kinds=kinds),
    }


def _ways(draft: ElmDraft) -> dict[str, Any]:
    return {
        "language": draft.write_codes(
            draft.node.all("language/@uri"), "language", "language", lambda uri: elm.LanguageCode(uri=elm.Language(uri))
        ),
        "mode": draft.write_codes(
            draft.node.all("mode/@uri"),
            "learning-mode",
            "mode",
            lambda uri: elm.ModeOfLearningAndAssessmentCode(uri=elm.ModeOfLearningAndAssessment(uri)),
        ),
    }


def _other_title(draft: ElmDraft) -> list[elm.LangString]:
    """The title of the first specification that refers to it, else what its type is called, else its id."""
    draft.synthesise(draft.place.at("title"))
    record, dataset = draft.node.record, draft.context.dataset
    owners = (dataset.first_referring(record.id, kind, f"{record.kind}/@idref") for kind in _OWNERS)
    for owner in owners:
        found: dict[str, str] = {}
        for words in read_words(owner.node, "title") if owner is not None else []:
            content = plain(words)
            if not content.is_blank:
                found.setdefault(words.language or draft.language, content.value)
        if found:
            return [elm.LangString(value=value, language=language) for language, value in found.items()]
    for held in draft.node.all("type/@uri")[:1]:
        try:
            return [elm.LangString(value=label(_TYPES[record.kind](held.value)), language="en")]
        except ValueError:
            break
    return [elm.LangString(value=record.id, language=draft.language)]
