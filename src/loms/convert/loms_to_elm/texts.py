"""Writes texts: ELM has plain ones in several languages, and notes that may be HTML."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence

import attrs

from loms import elm
from loms.convert.accounting import Action
from loms.convert.from_loms.dataset import Held, Node
from loms.convert.from_loms.words import Words, read_words
from loms.convert.loms_to_elm.codes import elm_code
from loms.convert.loms_to_elm.draft import BLANK, ElmDraft, Place
from loms.convert.loms_to_elm.reading import Content, marked_up, plain

__all__ = ["LABELS", "NOTES", "phrase", "write_note", "write_notes", "write_strings", "write_words"]

LABELS = "; "
"""What stands between several labels of one language."""
NOTES = "\n\n"
"""What stands between several notes of one language: a blank line."""

_HTML = "http://publications.europa.eu/resource/authority/file-type/HTML"

_SAID = "Another text at the same place says the same in the same language."
_WITH_TEXT = "It goes with its text, which was left out."
_NO_TOPIC = "A plain text of ELM has no topic."
_ONE_TOPIC = "A note of ELM has one topic."
_UNKNOWN_TOPIC = "ELM has no such topic."


def write_strings(
    draft: ElmDraft, node: Node, name: str, place: Place, *, between: str = NOTES, unlike: Sequence[elm.LangString] = ()
) -> list[elm.LangString]:
    """Write a field as plain texts, one for each language. Several texts of one language become one.

    Args:
        draft: The record to write to.
        node: The record or block that holds the field.
        name: The element that holds ``text``, such as ``title``.
        place: The element that takes the texts.
        between: What stands between several texts of one language.
        unlike: Texts that stand elsewhere and need not be repeated.

    Returns:
        The texts, in the order in which their languages first occur.
    """
    return write_words(draft, read_words(node, name), place, between=between, unlike=unlike)


def write_words(
    draft: ElmDraft,
    words: Sequence[Words],
    place: Place,
    *,
    between: str = NOTES,
    unlike: Sequence[elm.LangString] = (),
) -> list[elm.LangString]:
    """Write texts as plain ones; see `write_strings`.

    Args:
        draft: The record to write to.
        words: The texts.
        place: The element that takes them.
        between: As for `write_strings`.
        unlike: As for `write_strings`.
    """
    by_language: dict[str, list[tuple[Words, Content]]] = {}
    known = {(each.language, each.value) for each in unlike}
    for each in words:
        content, language = plain(each), each.language or draft.language
        if content.is_blank:
            _drop(draft, each, content, lost=False, detail=BLANK)
        elif (language, content.value) in known:
            _drop(draft, each, content, lost=False, detail=_SAID)
        else:
            known.add((language, content.value))
            by_language.setdefault(language, []).append((each, content))
    written = []
    for language, several in by_language.items():
        value = between.join(content.value for _, content in several)
        written.append(elm.LangString(value=value, language=language))
        for each, content in several:
            draft.keep(each.text, Action.COPIED if each.text.value == value else Action.MAPPED, place)
            _account_for_rest(draft, each, content, place, literal=place, action=Action.COPIED)
            for subject in each.subjects:
                draft.drop(subject, lost=True, detail=_NO_TOPIC)
    return written


def write_notes(
    draft: ElmDraft, words: Sequence[Words], place: Place, *, action: Action | None = None, topic: str = ""
) -> list[elm.Note]:
    """Write each text as a note of its own.

    Args:
        draft: The record to write to.
        words: The texts.
        place: The element that takes the notes.
        action: What to account for, where ELM has no better place; None for a note that was one.
        topic: Topic of those that say none; empty for none.
    """
    written = []
    for each in words:
        content = marked_up(each)
        if content.is_blank:
            _drop(draft, each, content, lost=False, detail=BLANK)
        else:
            written.append(_note(draft, [(each, content)], place, action=action, topic=topic))
    return written


def write_note(
    draft: ElmDraft, words: Sequence[Words], place: Place, *, aside: Callable[[Sequence[Words]], None] | None = None
) -> elm.Note | None:
    """Write texts as one note, with one text for each language.

    Args:
        draft: The record to write to.
        words: The texts.
        place: The element that takes the note.
        aside: Takes the texts of a language that the note already has, and of another topic. None puts the first with
            the text that is there, and leaves the topic out.

    Returns:
        The note, or None where there is nothing to read.
    """
    chosen: list[tuple[Words, Content]] = []
    others: list[Words] = []
    for each in words:
        content = marked_up(each)
        if content.is_blank:
            _drop(draft, each, content, lost=False, detail=BLANK)
        elif aside is None or not chosen or _fits(each, [before for before, _ in chosen]):
            chosen.append((each, content))
        else:
            others.append(each)
    note = _note(draft, chosen, place) if chosen else None
    if aside is not None and others:
        aside(others)
    return note


def phrase(draft: ElmDraft, said: str, leaves: Sequence[Held], place: Place) -> elm.Note:
    """A note in English that keeps values for which ELM has no place.

    Args:
        draft: The record to write to.
        said: What it says.
        leaves: The values.
        place: The element that takes the note.
    """
    for held in leaves:
        draft.keep(held, Action.NOTE, place.at("noteLiteral"))
    return elm.Note(note_literal=[elm.LangString(value=said, language="en")])


def _fits(words: Words, before: Sequence[Words]) -> bool:
    """Whether a text is the same as others in another language."""
    topics = {each.subjects[0].value if each.subjects else "" for each in before}
    topic = words.subjects[0].value if words.subjects else ""
    return topic in topics and all(each.language != words.language for each in before)


def _note(
    draft: ElmDraft,
    chosen: Sequence[tuple[Words, Content]],
    place: Place,
    *,
    action: Action | None = None,
    topic: str = "",
) -> elm.Note:
    mixed = any(content.is_html for _, content in chosen)
    literal = place.at("noteLiteral")
    by_language: dict[str, list[str]] = {}
    for each, content in chosen:
        value = html.escape(content.value, quote=False) if mixed and not content.is_html else content.value
        by_language.setdefault(each.language or draft.language, []).append(value)
    texts = {language: NOTES.join(dict.fromkeys(values)) for language, values in by_language.items()}
    for each, content in chosen:
        same = each.text.value == texts[each.language or draft.language]
        draft.keep(each.text, action or (Action.COPIED if same else Action.MAPPED), literal)
        _account_for_rest(draft, each, content, place, literal=literal, action=action or Action.COPIED)
    subject = _topic(draft, [each for each, _ in chosen], place, action=action or Action.MAPPED, topic=topic)
    return elm.Note(
        subject=elm.Concept(uri=subject) if subject else None,
        note_format=elm.Concept(uri=_HTML) if mixed else None,
        note_literal=[elm.LangString(value=value, language=language) for language, value in texts.items()],
    )


def _topic(draft: ElmDraft, words: Sequence[Words], place: Place, *, action: Action, topic: str) -> str:
    """The topic of a note, and the account of all that its texts say."""
    target = place.at("subject/@uri")
    found = ""
    for each in words:
        for number, held in enumerate(each.subjects):
            uri = elm_code("subject", held.value).uri
            if not uri:
                draft.drop(held, lost=True, detail=_UNKNOWN_TOPIC)
            elif number == 0 and found in ("", uri):
                found = uri
                draft.keep(held, action, target)
            else:
                draft.drop(held, lost=found != uri, detail=_ONE_TOPIC)
    if not found and topic:
        draft.synthesise(target)
    return found or topic


def _account_for_rest(
    draft: ElmDraft, words: Words, content: Content, place: Place, *, literal: Place, action: Action
) -> None:
    """Account for the language of a text, for whether it is HTML, and for what HTML held and nobody can read."""
    # A text without a language is a fault of the source, which reading reports; it counts as one in the usual language.
    if words.lang is not None:
        draft.keep(words.lang, action, literal.at("@language"))
    if words.content_type is not None and content.is_html:
        changed = Action.NOTE if action is Action.NOTE else Action.MAPPED
        draft.keep(words.content_type, changed, place.at("noteFormat/@uri"))
    else:
        draft.drop(words.content_type, lost=False)
    _account_for_left_out(draft, words, content)


def _account_for_left_out(draft: ElmDraft, words: Words, content: Content) -> None:
    for each in content.left_out:
        why = "which a text of ELM cannot hold" if each.is_seen else "which people who look at the page do not see"
        held = attrs.evolve(words.text, leaf=attrs.evolve(words.text.leaf, value=each.value))
        draft.drop(held, lost=each.is_seen, detail=f"Left out of the text: {each.what}, {why}.")


def _drop(draft: ElmDraft, words: Words, content: Content, *, lost: bool, detail: str) -> None:
    draft.drop(words.text, lost=lost, detail=detail)
    _account_for_left_out(draft, words, content)
    for about in (words.lang, words.content_type, *words.subjects):
        draft.drop(about, lost=False, detail=_WITH_TEXT)
