"""How one studies: languages, forms of study, duration, dates."""

from __future__ import annotations

from collections.abc import Mapping, Set

from xsdata.models.datatype import XmlDuration

from loms.convert.accounting import Action
from loms.convert.leaves import Leaf
from loms.convert.loq_to_loms.draft import OpportunityDraft
from loms.convert.parse import date_of, duration_of
from loms.convert.settings import Settings
from loms.convert.tables import rows_by
from loms.convert.to_loms.codes import find_language
from loms.convert.to_loms.texts import say, write_notes
from loms.convert.to_loms.values import agreed
from loms.convert.uris import ACTIVITIES, MODES, SCHEDULES
from loms.model import (
    ActivityType,
    ActivityTypeCode,
    LanguageCode,
    LearningModeType,
    LearningModeTypeCode,
    LearningScheduleType,
    LearningScheduleTypeCode,
)

__all__ = ["write_dates", "write_duration", "write_languages", "write_study_types"]

_WORKBASED = frozenset({"AP", "TR"})
"""Forms of study that are workbased and more."""


def write_languages(draft: OpportunityDraft) -> None:
    """Language of the information and languages of instruction.

    Args:
        draft: The records to write to.
    """
    information = draft.view.one("InformationLanguage")
    if information is not None:
        code = _language(draft, information, "Language of the information")
        if code is not None:
            draft.opportunity.reference_language = code
            draft.ledger.keep(information, Action.MAPPED, draft.offer.at("referenceLanguage/@uri"))
    said: set[str] = set()
    for leaf in draft.view.all("TeachingLanguage"):
        if leaf.value in said:
            draft.ledger.drop(leaf, lost=False, detail="It repeats a language that the record has already.")
            continue
        said.add(leaf.value)
        code = _language(draft, leaf, "Language of instruction")
        if code is not None:
            draft.specification.language.append(code)
            draft.ledger.keep(leaf, Action.MAPPED, draft.spec.at("language/@uri"))


def write_study_types(draft: OpportunityDraft) -> None:
    """Forms of study: schedule, mode and kind of activity, and phrases where LOMS has no such code.

    Args:
        draft: The records to write to.
    """
    leaves = draft.view.all("StudyType")
    if not leaves:
        return
    holds = _conditions(draft.settings, {leaf.value for leaf in leaves})
    said: set[str] = set()
    for leaf in leaves:
        rows = rows_by("study_type").get(leaf.value)
        if not rows:
            draft.unknown_code(leaf)
        elif leaf.value in said:
            draft.ledger.drop(leaf, lost=False, detail="It repeats a form of study that the record has already.")
        else:
            for row in rows:
                if row["when"] in holds:
                    _write_study_type(draft, leaf, row)
        said.add(leaf.value)


def write_duration(draft: OpportunityDraft) -> None:
    """Duration: a range by its upper bound, a text as a note, and as a value where it says one.

    Args:
        draft: The records to write to.
    """
    leaf = draft.view.one("DurationCode")
    if leaf is not None:
        rows = rows_by("duration_code").get(leaf.value)
        if not rows:
            draft.unknown_code(leaf)
        elif rows[0]["at_most"]:
            draft.specification.duration = XmlDuration(rows[0]["at_most"])
            draft.ledger.keep(leaf, Action.MAPPED, draft.spec.at("duration"))
        else:
            say(draft, leaf, rows[0]["note"])
    texts = draft.view.all("DurationInformation")
    if not texts:
        return
    write_notes(draft, texts, draft.opportunity.additional_note, draft.offer.at("additionalNote/text"))
    duration = agreed(draft, texts, duration_of)
    if duration is not None:
        draft.opportunity.duration = duration
        for text in texts:
            draft.ledger.keep(text, Action.MAPPED, draft.offer.at("duration"))


def write_dates(draft: OpportunityDraft) -> None:
    """Start: the text as a note, and as a date where it is one.

    Args:
        draft: The records to write to.
    """
    texts = draft.view.all("StartDate")
    if not texts:
        return
    write_notes(draft, texts, draft.opportunity.additional_note, draft.offer.at("additionalNote/text"))
    date = agreed(draft, texts, date_of)
    if date is not None:
        draft.opportunity.started_at_date = date
        for text in texts:
            draft.ledger.keep(text, Action.MAPPED, draft.offer.at("startedAtDate"))


def _language(draft: OpportunityDraft, leaf: Leaf, phrase: str) -> LanguageCode | None:
    found = find_language(leaf.value)
    if found is None:
        draft.unknown_code(leaf)
        return None
    if found.language is None:
        say(draft, leaf, f"{phrase}: {found.name} [{found.code}]")
        return None
    return LanguageCode(uri=found.language)


def _conditions(settings: Settings, given: Set[str]) -> Set[str]:
    """What the table of forms of study may ask for, as far as it is so."""
    holds = {"", "with PT" if "PT" in given else "without PT"}
    if settings.approximate_codes:
        holds.add("approximate")
    # LOMS takes one schedule, so where full time is given too, phrases say both.
    part_time = None if "FT" in given else settings.study_type_pt
    holds.add(f"PT is {part_time or 'unknown'}")
    # Beside an apprenticeship or a traineeship, which are workbased anyway, the mode would not say WK any more.
    is_hidden = settings.study_type_wk == "workbased" and not given.isdisjoint(_WORKBASED)
    holds.add(f"WK is {'unknown' if is_hidden else settings.study_type_wk or 'unknown'}")
    return holds


def _write_study_type(draft: OpportunityDraft, leaf: Leaf, row: Mapping[str, str]) -> None:
    kind, value = row["kind"], row["value"]
    if kind == "schedule":
        draft.opportunity.learning_schedule = LearningScheduleTypeCode(uri=LearningScheduleType(SCHEDULES + value))
        draft.ledger.keep(leaf, Action.MAPPED, draft.offer.at("learningSchedule/@uri"))
    elif kind == "mode":
        mode = LearningModeType(MODES + value)
        if all(each.uri is not mode for each in draft.specification.mode):
            draft.specification.mode.append(LearningModeTypeCode(uri=mode))
        draft.ledger.keep(leaf, Action.MAPPED, draft.spec.at("mode/@uri"))
    elif kind == "activity":
        activity, spot = draft.activities()
        activity.type.append(ActivityTypeCode(uri=ActivityType(ACTIVITIES + value)))
        draft.ledger.keep(leaf, Action.MAPPED, spot.at("type/@uri"))
    else:
        say(draft, leaf, value)
