"""Writes texts to legacy fields, which take one text for each language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import attrs

from loms.convert.accounting import Action
from loms.convert.from_loms.words import Words
from loms.convert.to_loms.codes import find_language
from loms.convert.to_loms.texts import label_content
from loms.convert.to_loq.draft import LegacyDraft

__all__ = [
    "LABELS",
    "NOTES",
    "LegacyText",
    "drop_words",
    "says_all",
    "without_copy",
    "write_texts",
]

_Value = TypeVar("_Value")

LABELS = "; "
"""What stands between several labels of one language."""
NOTES = "\n\n"
"""What stands between several notes of one language: a blank line."""

_LEFT_OUT = "It goes with its text, which was left out."
_REPEATED = "Another text at the same place says the same in the same language."
_NAMED = "The mark in the text names its language; this one only stands for it."
_AMBIGUOUS = "The legacy model does not tell HTML from plain text, and this plain text can be read as HTML."
_TOPIC = "The legacy field says the topic itself."
_NO_TOPIC = "The legacy field where the text stands does not say this topic."


@attrs.frozen
class LegacyText:
    """A text as a legacy element has it.

    Attributes:
        value: The text.
        language: Legacy code of its language.
    """

    value: str
    language: str


def write_texts(
    draft: LegacyDraft, words: Sequence[Words], field: str, *, between: str = NOTES, subject: str = ""
) -> list[LegacyText]:
    """Write a field in all its languages. Several texts of one language become one.

    Args:
        draft: The record to write to.
        words: The texts.
        field: Path below the legacy record, such as ``CourseLocation/CourseAddress``.
        between: What stands between several texts of one language.
        subject: URI of the topic that the field itself says; empty where it says none.

    Returns:
        One text for each language, in the order in which the languages first occur.

    Raises:
        CannotConvertError: The legacy list does not have the language of a text.
    """
    by_language: dict[str, list[Words]] = {}
    for each in words:
        if each.is_blank:
            drop_words(draft, each, lost=False, detail="It is blank.")
            continue
        if find_language(each.language) is None:
            raise draft.unknown_code(each.lang or each.text)
        by_language.setdefault(each.language, []).append(each)
    written = []
    for language, several in by_language.items():
        first = {each.value: each for each in reversed(several)}
        value = between.join(dict.fromkeys(each.value for each in several))
        written.append(LegacyText(value, language))
        for each in several:
            if each is first[each.value]:
                _account(draft, each, value, field, subject)
            else:
                _account_for_repeated(draft, each, subject)
    return written


def drop_words(draft: LegacyDraft, words: Words, *, lost: bool, detail: str) -> None:
    """Account for a text that is left out, with its language and topics.

    Args:
        draft: The record that is written.
        words: The text.
        lost: Whether something that it says is not said any more.
        detail: Why, one sentence.
    """
    for held in (words.text, *words.others):
        draft.drop(held, lost=lost, detail=detail)
    for about in (words.lang, words.content_type, *words.subjects):
        if about is not None:
            draft.drop(about, lost=False, detail=_LEFT_OUT)


def without_copy(draft: LegacyDraft, labels: Sequence[Words], marked: Sequence[Words]) -> list[Words]:
    """A label in all its languages, without the copy that LOMS needs where no language of the label has a code.

    Args:
        draft: The record that is written.
        labels: The labels that have a code.
        marked: Those that have none, out of the notes.

    Returns:
        The labels, then those out of the notes. The copy is accounted for.
    """
    if len(labels) == 1 and marked and _is_copy(labels[0], marked[0], draft.fallback):
        drop_words(draft, labels[0], lost=False, detail="It repeats the text of a language that LOMS has no code for.")
        return [*marked]
    return [*labels, *marked]


def says_all(words: Sequence[Words], value: _Value, parse: Callable[[str], _Value | None]) -> bool:
    """Whether texts say a value already, each of them, so that it was read out of them.

    Args:
        words: The texts.
        value: The value.
        parse: Reads the value out of one text.
    """
    texts = [each for each in words if not each.is_blank]
    return bool(texts) and all(parse(each.value) == value for each in texts)


def _is_copy(label: Words, marked: Words, fallback: str) -> bool:
    return label.language == fallback and label.value == label_content(marked.value).value


def _account(draft: LegacyDraft, words: Words, value: str, field: str, subject: str) -> None:
    draft.keep(words.text, Action.COPIED if words.text.value == value else Action.MAPPED, field)
    for other in words.others:
        draft.keep(other, Action.MAPPED, field)
    if words.lang is not None and words.lang.value == words.language:
        draft.keep(words.lang, Action.COPIED, f"{field}/@language")
    elif words.lang is not None:
        draft.drop(words.lang, lost=False, detail=_NAMED)
    if words.content_type is not None:
        lost = words.is_ambiguous
        draft.drop(words.content_type, lost=lost, detail=_AMBIGUOUS if lost else "")
    _account_for_topics(draft, words, subject)


def _account_for_repeated(draft: LegacyDraft, words: Words, subject: str) -> None:
    """Account for a text that another one at the same place says already."""
    for held in (words.text, *words.others):
        draft.drop(held, lost=False, detail=_REPEATED)
    for about in (words.lang, words.content_type):
        if about is not None:
            draft.drop(about, lost=False, detail=_LEFT_OUT)
    _account_for_topics(draft, words, subject)


def _account_for_topics(draft: LegacyDraft, words: Words, subject: str) -> None:
    for each in words.subjects:
        said = each.value == subject
        draft.drop(each, lost=not said, detail=_TOPIC if said else _NO_TOPIC)
