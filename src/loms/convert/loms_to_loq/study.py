"""How one studies: languages of instruction, forms of study, duration, dates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from typing import TypeVar

from loms.convert.accounting import Action
from loms.convert.from_loms.dataset import Held
from loms.convert.from_loms.words import Words
from loms.convert.loms_to_loq.draft import TOPICS, OpportunityDraft, as_texts, keep_phrase
from loms.convert.loms_to_loq.phrases import INSTRUCTION, duration_phrases, language_phrases, study_phrases
from loms.convert.parse import date_of, duration_of
from loms.convert.refusing import CannotConvertError
from loms.convert.tables import read_table, rows_by
from loms.convert.to_loq.codes import language_of
from loms.convert.to_loq.texts import says_all, write_texts
from loms.convert.to_loq.values import duration_text, months_of
from loms.convert.uris import ACTIVITIES, MODES, SCHEDULES
from loms.legacy import learning_opportunities as loq

__all__ = ["write_dates", "write_duration", "write_study_types", "write_teaching_languages"]

_Value = TypeVar("_Value")


_BOUNDS = (("3M", 3), ("6M", 6), ("1Y", 12))

_RANGE = "The legacy model has ranges only; the one that holds the duration was written."
_HOURS = "The legacy code for part-time does not say the hours."
_REPEATED = "It repeats what the text says."
_NO_FORM = "The legacy list has no form of study that is only this."


def write_teaching_languages(draft: OpportunityDraft) -> None:
    """Languages of instruction: those of the specification, else those of the activities.

    Args:
        draft: The record to write to.

    Raises:
        CannotConvertError: There is none, and none can be made up.
    """
    phrases = language_phrases(INSTRUCTION)
    said = draft.notes.take("MoreInfo", phrases)
    helds = draft.specification.all("language/@uri")
    if not helds and not said and draft.activity is not None:
        helds = draft.activity.all("language/@uri")
    codes: list[str] = []
    for held in helds:
        code = language_of(held.value)
        if code is None:
            raise draft.unknown_code(held)
        draft.keep(held, Action.MAPPED, "TeachingLanguage")
        codes.append(code)
    for words in said:
        keep_phrase(draft, words, "TeachingLanguage")
        codes.append(phrases[words.value])
    if not codes:
        raise CannotConvertError(
            code="CONVERT-NO-TEACHING-LANGUAGE",
            message="The record says no language of instruction, which the legacy model requires.",
            remedy="Give the specification its language.",
            path="learningSpecification/language",
        )
    draft.opportunity.teaching_language = [loq.LanguageCode(code) for code in dict.fromkeys(codes)]


def write_study_types(draft: OpportunityDraft) -> None:
    """Forms of study, in the order of the legacy list.

    Args:
        draft: The record to write to.
    """
    phrases = study_phrases()
    found: set[str] = set()
    for words in draft.notes.take("MoreInfo", phrases):
        keep_phrase(draft, words, "StudyType")
        found.add(phrases[words.value])
    for held in draft.offer.all("learningSchedule/@uri"):
        _write_schedule(draft, held, found)
    activities = draft.activity.all("type/@uri") if draft.activity else []
    kinds = {held.value.removeprefix(ACTIVITIES) for held in activities}
    for held in activities:
        codes = {row["code"] for row in _rows(draft, "activity", held.value.removeprefix(ACTIVITIES))}
        # Kinds of activity that are no form of study are accounted for with all else that has no place.
        if codes:
            draft.keep(held, Action.MAPPED, "StudyType")
        found |= codes
    for held in draft.specification.all("mode/@uri"):
        codes = _codes_of_mode(draft, held.value.removeprefix(MODES), kinds, found)
        if codes:
            draft.keep(held, Action.MAPPED, "StudyType")
        else:
            draft.drop(held, lost=True, detail=_NO_FORM)
        found |= codes
    draft.opportunity.study_type = [code for code in loq.StudyType if code.value in found]


def write_duration(draft: OpportunityDraft) -> None:
    """Duration: the range in which it is, and the texts, with values that no text says yet.

    Args:
        draft: The record to write to.
    """
    _write_range(draft)
    words = draft.notes.of("DurationInformation")
    for held in draft.offer.all("duration"):
        words += _unless_said(draft, words, held, duration_of, duration_text(held.value))
    for held in draft.specification.all("volumeOfLearning"):
        words.append(Words(text=held, value=f"Volume of learning: {duration_text(held.value)}", language="en"))
    field = "DurationInformation"
    draft.opportunity.duration_information = as_texts(write_texts(draft, words, field, subject=TOPICS[field]))


def write_dates(draft: OpportunityDraft) -> None:
    """Start: the texts, and the date where no text says it yet.

    Args:
        draft: The record to write to.
    """
    words = draft.notes.of("StartDate")
    for held in draft.offer.all("startedAtDate"):
        words += _unless_said(draft, words, held, date_of, held.value)
    field = "StartDate"
    draft.opportunity.start_date = as_texts(write_texts(draft, words, field, subject=TOPICS[field]))


def _unless_said(
    draft: OpportunityDraft, words: Sequence[Words], held: Held, parse: Callable[[str], _Value | None], text: str
) -> list[Words]:
    """A value as a text, unless the texts say it already."""

    def written(value: str) -> str | None:
        found = parse(value)
        return None if found is None else str(found)

    if says_all(words, held.value, written):
        draft.drop(held, lost=False, detail=_REPEATED)
        return []
    language = "en" if text != held.value else draft.language
    return [Words(text=held, value=text, language=language)]


def _write_schedule(draft: OpportunityDraft, held: Held, found: set[str]) -> None:
    code = "FT" if held.value == f"{SCHEDULES}fullTime" else "PT"
    if not held.value.startswith(SCHEDULES):
        raise draft.unknown_code(held)
    draft.keep(held, Action.MAPPED, "StudyType")
    if code == "PT" and held.value != f"{SCHEDULES}{draft.settings.study_type_pt}":
        draft.drop(held, lost=True, detail=_HOURS)
    found.add(code)


def _codes_of_mode(draft: OpportunityDraft, mode: str, kinds: Set[str], found: Set[str]) -> set[str]:
    """The forms of study for which a mode stands, with the kinds of activity and the phrases that belong to them."""
    possible = {row["code"] for row in _rows(draft, "mode", mode)}
    if "DL" not in found:
        possible.discard("DL")
    whole = {code for code in possible if code == "DL" or (_kinds_of(code) and _kinds_of(code) <= kinds)}
    alone = {code for code in possible if code != "DL" and not _kinds_of(code)}
    return whole or alone or ({"ON"} & possible)


def _rows(draft: OpportunityDraft, kind: str, value: str) -> list[Mapping[str, str]]:
    """What the table of forms of study has for a code of LOMS, as far as the settings say so."""
    holds = {"", "approximate", f"WK is {draft.settings.study_type_wk}"}
    return [
        row
        for row in read_table("study_type")
        if row["kind"] == kind and row["value"] == value and row["when"] in holds
    ]


def _kinds_of(code: str) -> set[str]:
    """The kinds of activity that belong to a form of study in any case."""
    rows = rows_by("study_type")[code]
    return {row["value"] for row in rows if row["kind"] == "activity" and not row["when"]}


def _write_range(draft: OpportunityDraft) -> None:
    phrases = duration_phrases()
    field = "DurationCode"
    codes = []
    for held in draft.specification.all("duration"):
        months = months_of(held.value)
        if months is None:
            draft.drop(held, lost=True, detail="The legacy model has no range for it.")
            continue
        code = next((code for code, bound in _BOUNDS if months <= bound), "MY")
        draft.keep(held, Action.MAPPED, field)
        if held.value not in [row["at_most"] for row in read_table("duration_code")]:
            draft.drop(held, lost=True, detail=_RANGE)
        codes.append(code)
    if not codes:
        for words in draft.notes.take("DurationInformation", phrases):
            keep_phrase(draft, words, field)
            codes.append(phrases[words.value])
    draft.opportunity.duration_code = loq.DurationCode(codes[0]) if codes else None
