"""Carries texts over: language, plain or HTML, and the mark of languages that LOMS has no code for."""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Sequence

import attrs

from loms.convert.accounting import Action, Target
from loms.convert.leaves import Leaf
from loms.convert.to_loms.codes import find_language, subject_of
from loms.convert.to_loms.draft import Aside, LomsDraft
from loms.model import LanguageString, Note, SubjectTypeCode, Text, TextContentType, TextLanguage
from loms.text import decode_references, is_html
from loms.text.attributes import LeftOut
from loms.text.markup import Reduced, cleaned, stripped

__all__ = [
    "Content",
    "label_content",
    "normalized",
    "note_content",
    "plain_note",
    "say",
    "text_language",
    "write_labels",
    "write_notes",
]

_ENGLISH = "en"
_TAG = re.compile("<[^>]*>")  # in cleaned HTML, where no text and no attribute holds one of these marks
_SPACES = str.maketrans("\t\r\n", "   ")
_UNREADABLE = "Nothing is left of it to read; what was left out has entries of its own."


# Not frozen, for the sake of speed, as leaves are not: there is one for each text.
@attrs.define(unsafe_hash=True)
class Content:
    """A text as it is written.

    Attributes:
        value: The text; blank where nothing is left.
        content_type: Plain or HTML.
        left_out: What the source held and the text does not hold.
    """

    value: str
    content_type: TextContentType
    left_out: tuple[LeftOut, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to read."""
        return not (_TAG.sub("", self.value) if self.content_type is TextContentType.HTML else self.value).strip()


def note_content(value: str) -> Content:
    """Decide whether a text is HTML, and clean it.

    Args:
        value: The text of a legacy element.

    Returns:
        HTML that the register accepts, or plain text.

    Examples:
        >>> note_content("3 < 5 &amp; more").value
        '3 < 5 & more'
        >>> note_content("&lt;p&gt;Bread").value
        '<p>Bread</p>'
    """
    text = _html_of(value)
    if text is None:
        return Content(_decoded(value), TextContentType.PLAIN)
    reduced = _cleaned(text)
    return Content(reduced.value, TextContentType.HTML, reduced.left_out)


@functools.lru_cache(maxsize=256)
def label_content(value: str) -> Content:
    """Make a text plain and put it on one line, as labels are.

    Args:
        value: The text of a legacy element.

    Examples:
        >>> label_content("<b>Bread</b>  &amp;  cake").value
        'Bread & cake'
    """
    text = _html_of(value)
    if text is None:
        return Content(" ".join(_decoded(value).split()), TextContentType.PLAIN)
    reduced = stripped(text)
    return Content(reduced.value, TextContentType.PLAIN, reduced.left_out)


def _html_of(value: str) -> str | None:
    """The HTML that a text is, perhaps by references, or None where it is plain."""
    if "<" not in value and "&" not in value:
        return None
    if is_html(value):
        return value
    decoded = decode_references(value)
    return decoded if is_html(decoded) else None


def _decoded(value: str) -> str:
    # Decoding leaves out what XML cannot hold too; nothing of that can be printed.
    return value if "&" not in value and value.isprintable() else decode_references(value)


@functools.lru_cache(maxsize=256)
def _cleaned(text: str) -> Reduced:
    """HTML cleaned. Many records say the same, such as how to reach their provider."""
    return cleaned(text)


def normalized(value: str) -> str:
    r"""A value with every tab and line break turned into a space, as identifiers have it.

    Args:
        value: The text of a legacy element.

    Examples:
        >>> normalized("BREAD\t1")
        'BREAD 1'
    """
    # Tabs and line breaks are not printable.
    return value if value.isprintable() else value.translate(_SPACES)


def plain_note(value: str, *, lang: TextLanguage, field: str) -> Note:
    """A plain note, marked by the topic of the legacy field.

    Args:
        value: The text.
        lang: Its language.
        field: Name of the legacy element.
    """
    return _note(Content(value, TextContentType.PLAIN), lang, field)


def say(draft: LomsDraft, leaf: Leaf, phrase: str) -> None:
    """Keep a code that LOMS does not have as a fixed English phrase in a note.

    Args:
        draft: The records to write to.
        leaf: The code.
        phrase: What it says.
    """
    draft.aside.notes.append(plain_note(phrase, lang=TextLanguage.EN, field=leaf.name))
    draft.ledger.keep(leaf, Action.NOTE, draft.aside.spot.at("additionalNote/text"))


def write_labels(
    draft: LomsDraft,
    leaves: Sequence[Leaf],
    places: Sequence[tuple[list[LanguageString], Target]],
    *,
    aside: Aside,
    required: bool = False,
) -> None:
    """Carry a label over in all its languages.

    Args:
        draft: The records to write to.
        leaves: The label, once for each language.
        places: Where it goes; every place gets all languages.
        aside: Where texts go whose language has no code.
        required: Whether each place must have at least one label: then the first text stands there under the language
            of the country, if there is no other, and a warning says so.
    """
    if not leaves:
        return
    first: Leaf | None = None
    for leaf in leaves:
        content = label_content(leaf.value)
        if _drop_blank(draft, leaf, content):
            continue
        first = first or leaf
        lang = text_language(leaf)
        if lang is None:
            _set_aside(draft, leaf, aside)
            continue
        language = leaf.language_leaf()
        for labels, target in places:
            labels.append(_label(content.value, lang))
            _account(draft, leaf, language, content, target)
        if content.left_out:
            _account_for_left_out(draft, leaf, content)
    if required and first is not None and not places[0][0]:
        _under_fallback(draft, first, places)


def write_notes(
    draft: LomsDraft,
    leaves: Sequence[Leaf],
    notes: list[Note],
    target: Target,
    *,
    aside: Aside | None = None,
    marked: bool = False,
    language: str = _ENGLISH,
) -> None:
    """Carry a text over in all its languages.

    Args:
        draft: The records to write to.
        leaves: The text, once for each language.
        notes: Where it goes.
        target: Path of that place, which ends in ``/text``.
        aside: Where texts go whose language has no code; where the record keeps them unless told otherwise.
        marked: Whether the note names the field in HTML, because nothing else tells it from other notes.
        language: Legacy code of the language of texts that say none.
    """
    if not leaves:
        return
    aside = aside or draft.aside
    for leaf in leaves:
        content = note_content(leaf.value)
        lang = text_language(leaf, language)
        if _drop_blank(draft, leaf, content):
            continue
        if lang is None:
            _set_aside(draft, leaf, aside, language)
        else:
            written = _marked(draft, leaf, content, leaf.language or language) if marked else content
            notes.append(_note(written, lang, leaf.field))
            _account(draft, leaf, leaf.language_leaf(), written, target)
            _account_for_left_out(draft, leaf, content)


def text_language(leaf: Leaf, language: str = _ENGLISH) -> TextLanguage | None:
    """The text code for the language of a legacy text; None where LOMS has none.

    Args:
        leaf: The text.
        language: Legacy code of its language if it says none; English unless told otherwise.
    """
    found = find_language(leaf.language or language)
    return found.text if found else None


def _label(value: str, lang: TextLanguage) -> LanguageString:
    return LanguageString(text=Text(value=value, lang=lang, content_type=TextContentType.PLAIN))


def _note(content: Content, lang: TextLanguage, field: str) -> Note:
    subject = subject_of(field)
    return Note(
        text=Text(value=content.value, lang=lang, content_type=content.content_type),
        subject=[SubjectTypeCode(uri=subject)] if subject else [],
    )


def _account(draft: LomsDraft, leaf: Leaf, language: Leaf | None, content: Content, target: Target) -> None:
    same = content.value == leaf.value
    draft.ledger.keep(leaf, Action.COPIED if same else Action.MAPPED, target)
    if language is not None:
        draft.ledger.keep(language, Action.COPIED, Target(f"{target.path}/@lang", target.record))


def _account_for_left_out(draft: LomsDraft, leaf: Leaf, content: Content) -> None:
    """One more entry for each thing that HTML held and that cannot stand in a text of LOMS."""
    for each in content.left_out:
        why = "which a text of LOMS cannot hold" if each.is_seen else "which people who look at the page do not see"
        detail = f"Left out of the text: {each.what}, {why}."
        draft.ledger.drop(attrs.evolve(leaf, value=each.value), lost=each.is_seen, detail=detail)


def _drop_blank(draft: LomsDraft, leaf: Leaf, content: Content) -> bool:
    if not content.is_blank:
        return False
    draft.ledger.drop(leaf, lost=False, detail=_UNREADABLE if content.left_out else "")
    _account_for_left_out(draft, leaf, content)
    language = leaf.language_leaf()
    if language is not None:
        draft.ledger.drop(language, lost=False)
    return True


def _marked(draft: LomsDraft, leaf: Leaf, content: Content, language: str, marks: Sequence[str] = ()) -> Content:
    """A text in an HTML element that names its language and field."""
    inner = content.value if content.content_type is TextContentType.HTML else html.escape(content.value, quote=False)
    classes = " ".join([f"{draft.mark}-{leaf.name}", *marks])
    return Content(
        f'<section lang="{html.escape(language)}" class="{classes}">{inner}</section>',
        TextContentType.HTML,
        content.left_out,
    )


def _set_aside(draft: LomsDraft, leaf: Leaf, aside: Aside, default: str = _ENGLISH) -> None:
    """Keep a text in a note that names its language, because LOMS has no code for it."""
    content = note_content(leaf.value)
    marked = _marked(draft, leaf, content, leaf.language or default, aside.marks)
    aside.notes.append(_note(marked, draft.fallback, leaf.field))
    target = aside.spot.at("additionalNote/text")
    draft.ledger.keep(leaf, Action.NOTE, target)
    language = leaf.language_leaf()
    if language is not None:
        draft.ledger.keep(language, Action.NOTE, target)
    _account_for_left_out(draft, leaf, content)


def _under_fallback(draft: LomsDraft, leaf: Leaf, places: Sequence[tuple[list[LanguageString], Target]]) -> None:
    content = label_content(leaf.value)
    for labels, target in places:
        labels.append(_label(content.value, draft.fallback))
        _account_fallback(draft, leaf, content, target)
    draft.warn(
        "CONVERT-LANGUAGE-FALLBACK",
        f"{leaf.name} is only there in {leaf.language}, for which LOMS has no text code; it stands under "
        f"{draft.fallback.value} too, because LOMS requires it.",
        path=leaf.path,
        remedy="Add it in a language of LOMS, or choose another language with the setting fallback_languages.",
    )


def _account_fallback(draft: LomsDraft, leaf: Leaf, content: Content, target: Target) -> None:
    draft.ledger.keep(leaf, Action.COPIED if content.value == leaf.value else Action.MAPPED, target)
