"""Writes learning specifications and qualifications as learning achievement specifications and qualifications."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from loms import elm
from loms.convert.accounting import Action
from loms.convert.from_loms.dataset import Node
from loms.convert.from_loms.words import Words, read_words
from loms.convert.lexical import truth_of
from loms.convert.loms_to_elm.draft import ElmDraft
from loms.convert.loms_to_elm.languages import taught_languages
from loms.convert.loms_to_elm.levels import chosen_level, national_level
from loms.convert.loms_to_elm.places import write_place_code
from loms.convert.loms_to_elm.texts import LABELS, phrase, write_note, write_notes, write_strings
from loms.convert.loms_to_elm.values import (
    write_concepts,
    write_credits,
    write_duration,
    write_identifiers,
    write_moment,
    write_pages,
)
from loms.convert.loms_to_elm.verdicts import SPECIFICATIONS

__all__ = ["convert_reference", "convert_specification"]

_TOPICS = "http://data.europa.eu/snb/qualification-topics#"
_OUTCOMES = f"{_TOPICS}learning-outcomes"
_REQUIREMENTS = f"{_TOPICS}entry-requirements"

_DOWNGRADED = "ELM has no national level of it, so it became a learning achievement specification, which has no levels."
_NO_BODY = "ELM requires an awarding body, and no record of one was converted."


def convert_specification(draft: ElmDraft) -> elm.LearningAchievementSpecification | elm.Qualification:
    """Write a specification, or a qualification, which without a national level becomes a specification.

    Args:
        draft: What it is written from and to.
    """
    is_qualification = draft.place.spot.section.endswith("/qualification")
    notes: list[elm.Note] = write_notes(
        draft, read_words(draft.node, "additionalNote"), draft.place.at("additionalNote")
    )
    shared = {**_names(draft, notes), **_facts(draft, notes), **_links(draft, is_qualification=is_qualification)}
    shared["additional_note"] = notes
    if is_qualification:
        return elm.Qualification(id=draft.node.record.id, **shared, **_levels(draft))
    if draft.node.record.kind == "qualification":
        _account_for_downgrade(draft)
    return elm.LearningAchievementSpecification(id=draft.node.record.id, **shared)


def convert_reference(draft: ElmDraft) -> elm.QualificationReference:
    """Write a reference to a qualification of another dataset.

    Args:
        draft: What it is written from and to.
    """
    identifiers = write_identifiers(draft, draft.node, "identifier", draft.place.at("identifier"))
    return elm.QualificationReference(id=draft.node.record.id, identifier=identifiers[0])


def _names(draft: ElmDraft, notes: list[elm.Note]) -> dict[str, Any]:
    place, node = draft.place, draft.node

    def outcomes(words: Sequence[Words]) -> None:
        notes.extend(write_notes(draft, words, place.at("additionalNote"), action=Action.NOTE, topic=_OUTCOMES))

    def requirements(words: Sequence[Words]) -> None:
        notes.extend(write_notes(draft, words, place.at("additionalNote"), action=Action.NOTE, topic=_REQUIREMENTS))

    title = write_strings(draft, node, "title", place.at("title"), between=LABELS)
    return {
        "identifier": write_identifiers(draft, node, "identifier", place.at("identifier")),
        "title": title,
        "alt_label": write_strings(draft, node, "altLabel", place.at("altLabel"), between=LABELS, unlike=title),
        # What LOMS calls a definition is the short text, and its description the full text of the outcomes.
        "description": write_strings(draft, node, "definition", place.at("description")),
        "learning_outcome_summary": write_note(
            draft, read_words(node, "description"), place.at("learningOutcomeSummary"), aside=outcomes
        ),
        "entry_requirement": write_note(
            draft, read_words(node, "entryRequirementsNote"), place.at("entryRequirement"), aside=requirements
        ),
        "homepage": write_pages(draft, node, "homepage", place.at("homepage")),
        "supplementary_document": write_pages(draft, node, "supplementaryDoc", place.at("supplementaryDocument")),
    }


def _facts(draft: ElmDraft, notes: list[elm.Note]) -> dict[str, Any]:
    place, node = draft.place, draft.node
    credits, others = write_credits(draft, place)
    notes.extend(others)
    settings = draft.write_codes(
        node.all("learningSettingType/@uri"),
        "learning-setting",
        "learningSetting",
        lambda uri: elm.LearningSettingTypeCode(uri=elm.LearningSettingType(uri)),
        most=1,
    )
    return {
        "type": draft.write_codes(
            node.all("type/@uri"), "learning-opportunity-type", "type", lambda uri: elm.Concept(uri=uri)
        ),
        "isced_f_code": draft.write_codes(
            node.all("hasISCED-FCode/@uri"),
            "isced-f",
            "ISCEDFCode",
            lambda uri: elm.IscedFCode(uri=elm.IscedF(uri)),
        ),
        "education_subject": write_concepts(
            draft, "hasEducationSubject", place.at("educationSubject"), kind="education-subject"
        ),
        "volume_of_learning": write_duration(draft, node.one("volumeOfLearning"), place.at("volumeOfLearning")),
        "credit_point": credits,
        "education_level": write_concepts(
            draft, "hasEducationLevel", place.at("educationLevel"), kind="education-level"
        ),
        "language": _languages(draft),
        "mode": draft.write_codes(
            node.all("mode/@uri"),
            "learning-mode",
            "mode",
            lambda uri: elm.ModeOfLearningAndAssessmentCode(uri=elm.ModeOfLearningAndAssessment(uri)),
        ),
        "learning_setting": next(iter(settings), None),
        "maximum_duration": write_duration(draft, node.one("duration"), place.at("maximumDuration")),
        "target_group": _target_groups(draft, notes),
    }


def _languages(draft: ElmDraft) -> list[elm.LanguageCode]:
    found = draft.write_codes(
        draft.node.all("language/@uri"), "language", "language", lambda uri: elm.LanguageCode(uri=elm.Language(uri))
    )
    if not found:
        uris = taught_languages(draft.node.record, draft.context)
        found = [elm.LanguageCode(uri=elm.Language(uri)) for uri in uris]
        draft.synthesise(draft.place.at("language/@uri"))
    return found


def _target_groups(draft: ElmDraft, notes: list[elm.Note]) -> list[elm.TargetGroupCode]:
    """Those that ELM knows; the others are kept in notes."""
    found: dict[str, elm.TargetGroupCode] = {}
    for held in draft.node.all("targetGroup/@uri"):
        uri = draft.write_code_or_keep(held, "target-group", draft.place.at("targetGroup/@uri"))
        if uri:
            found[uri] = elm.TargetGroupCode(uri=elm.TargetGroup(uri))
        else:
            name = held.value.rpartition("/")[2].replace("_", " ")
            notes.append(phrase(draft, f"Target group: {name}", [held], draft.place.at("additionalNote")))
    return list(found.values())


def _links(draft: ElmDraft, *, is_qualification: bool) -> dict[str, Any]:
    # Parts of qualifications are qualifications, and parts of specifications are specifications.
    alike = ("qualification", "qualificationReference") if is_qualification else ("learningAchievementSpecification",)
    return {
        "learning_outcome": draft.write_links(
            "learningOutcomes/learningOutcome/@idref", "learningOutcome", "learningOutcome", kinds=("learningOutcome",)
        ),
        "influenced_by": draft.write_links(
            "learningActivitySpecification/@idref",
            "influencedBy",
            "learningActivitySpecification",
            kinds=("learningActivitySpecification",),
        ),
        "proven_by": draft.write_links(
            "assessmentSpecification/@idref",
            "provenBy",
            "learningAssessmentSpecification",
            kinds=("assessmentSpecification",),
        ),
        "entitles_to": draft.write_links(
            "entitlementSpecification/@idref",
            "entitlesTo",
            "learningEntitlementSpecification",
            kinds=("entitlementSpecification",),
        ),
        "has_part": draft.write_links("hasPart/@idref", "hasPart", *alike, kinds=SPECIFICATIONS),
        "specialisation_of": draft.write_links(
            "specializationOf/@idref", "specialisationOf", *alike, kinds=SPECIFICATIONS
        ),
        "awarding_opportunity": _awards(draft),
    }


def _awards(draft: ElmDraft) -> list[elm.AwardingOpportunity]:
    place = draft.place.at("awardingOpportunity")
    found = []
    for block in draft.node.blocks("awardingOpportunities/awardingOpportunity"):
        bodies = draft.link(
            block.all("organization/@idref"), place.at("awardingBody"), "organisation", kinds=("organization",)
        )
        if not bodies:
            seen = draft.ledger.accounted()
            rest = [held for held in block.leaves if held.leaf.path not in seen]
            draft.drop_all(rest, lost=True, detail=_NO_BODY)
            continue
        made = elm.AwardingOpportunity(
            awarding_body=bodies,
            location=write_place_code(
                draft, block.one("location/@uri"), place.at("location"), "award", str(block.number)
            ),
            learning_achievement_specification=elm.IdReference(idref=draft.node.record.id),
        )
        draft.synthesise(place.at("learningAchievementSpecification/@idref"))
        start = write_moment(draft, block.one("startedAtTime"), place.at("temporal/startDate"))
        end = write_moment(draft, block.one("endedAtTime"), place.at("temporal/endDate"))
        if start is not None or end is not None:
            made.temporal = elm.PeriodOfTime(start_date=start, end_date=end)
        found.append(made)
    return found


def _levels(draft: ElmDraft) -> dict[str, Any]:
    place, node = draft.place, draft.node
    partial = node.one("isPartialQualification")
    truth = None if partial is None else truth_of(partial.value)
    if partial is not None:
        if truth is None:
            draft.drop(partial, lost=True)
        else:
            draft.write(partial, "true" if truth else "false", place.at("isPartialQualification"))
    european = draft.write_codes(
        node.all("eqfLevel/@uri"),
        "eqf-level",
        "EQFLevel",
        lambda uri: elm.EqfLevelCode(uri=elm.EqfLevel(uri)),
        most=1,
    )
    return {
        "is_partial_qualification": truth,
        "eqf_level": european[0],
        "nqf_level": _national_levels(draft),
        "qualification_code": write_concepts(
            draft, "qualificationCode", place.at("qualificationCode"), kind="qualification-code"
        ),
    }


def _national_levels(draft: ElmDraft) -> list[elm.NqfLevelCode]:
    place = draft.place.at("NQFLevel/@uri")
    found: dict[str, elm.NqfLevelCode] = {}
    for block in draft.node.blocks("nqfLevel"):
        framework, notation = block.one("@targetFrameworkID"), block.one("@targetNotation")
        said = notation.value if notation is not None else ""
        code = chosen_level(block.value("@targetFrameworkID"), said, draft.context.settings)
        if framework is None or not code.uri:
            draft.drop(framework, lost=True)
            draft.drop(notation, lost=True)
            continue
        draft.keep(framework, Action.MAPPED, place)
        if notation is not None and code.rule == "framework":
            _account_for_unknown_level(draft, block)
        elif notation is not None:
            draft.keep(notation, Action.MAPPED, place)
            draft.allow(notation, code, called=_level_name(block))
        found.setdefault(code.uri, elm.NqfLevelCode(uri=elm.NqfLevel(code.uri)))
    return list(found.values())


def _account_for_unknown_level(draft: ElmDraft, block: Node) -> None:
    notation = block.one("@targetNotation")
    near = national_level(block.value("@targetFrameworkID"), block.value("@targetNotation"))
    draft.drop(notation, lost=True)
    draft.warn(
        "CONVERT-LEVEL-UNKNOWN",
        f"ELM knows no {_level_name(block)}; the framework itself was written.",
        path=None if notation is None else notation.leaf.path,
        remedy="Write the level as the framework does, or allow codes that only come near (setting near_codes)."
        if near.setting
        else "Write the level as the framework does.",
    )


def _level_name(block: Node) -> str:
    return f"level {block.value('@targetNotation')!r} of {block.value('@targetFrameworkID')}"


def _account_for_downgrade(draft: ElmDraft) -> None:
    node = draft.node
    leaves = [*node.all("eqfLevel/@uri"), *node.all("isPartialQualification")]
    for name in ("nqfLevel", "qualificationCode"):
        for block in node.blocks(name):
            leaves += block.leaves
    draft.drop_all(leaves, lost=True, detail=_DOWNGRADED)
    draft.warn(
        "CONVERT-QUALIFICATION-DOWNGRADED",
        "ELM requires a level of a national framework of a qualification; without one it became a learning achievement "
        "specification.",
        path="qualification/nqfLevel",
        remedy="Give it a national framework and its level.",
    )
