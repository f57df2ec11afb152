"""Texts in several languages: makes labels and notes, takes the one that a reader knows, and reduces HTML."""

from __future__ import annotations

from collections.abc import Iterable

from loms.errors import UsageError
from loms.model import LanguageString, Note, SubjectType, SubjectTypeCode, Text, TextContentType, TextLanguage
from loms.text.elements import ALLOWED_TAGS
from loms.text.markup import clean_html, decode_references, is_html, strip_html

__all__ = [
    "ALLOWED_TAGS",
    "clean_html",
    "decode_references",
    "is_html",
    "label",
    "note",
    "pick",
    "strip_html",
]


def label(value: str, lang: TextLanguage | str) -> LanguageString:
    """A short text in one language, such as a title.

    Args:
        value: The text, plain.
        lang: A language, or its two-letter code such as ``en``.

    Returns:
        The label as ``text/plain``.

    Raises:
        UsageError: LOMS has no text code for that language.

    Examples:
        >>> label("Sourdough baking", "en").text.value
        'Sourdough baking'
    """
    return LanguageString(text=Text(value=value, lang=_language(lang), content_type=TextContentType.PLAIN))


def note(value: str, lang: TextLanguage | str, *, subject: SubjectType | None = None) -> Note:
    """A longer text in one language; HTML is recognised and marked as such.

    Args:
        value: The text, plain or HTML.
        lang: A language, or its two-letter code such as ``en``.
        subject: Topic of the note.

    Returns:
        The note. The text is not changed; see ``clean_html``.

    Raises:
        UsageError: LOMS has no text code for that language.

    Examples:
        >>> note("<p>Two days.</p>", "en").text.content_type.value
        'text/html'
        >>> note("3 < 5", "en").text.content_type.value
        'text/plain'
    """
    kind = TextContentType.HTML if is_html(value) else TextContentType.PLAIN
    topics = [] if subject is None else [SubjectTypeCode(uri=subject)]
    return Note(text=Text(value=value, lang=_language(lang), content_type=kind), subject=topics)


def pick(texts: Iterable[LanguageString | Note], *languages: TextLanguage | str) -> str | None:
    """The text in the first of some languages that there is.

    Args:
        texts: The same label or note in several languages.
        languages: What to look for, the best first.

    Returns:
        The text; the first of all where none of the languages is there; None where there is no text.

    Raises:
        UsageError: LOMS has no text code for one of the languages.

    Examples:
        >>> titles = [label("Brot", "de"), label("Pain", "fr")]
        >>> pick(titles, "en", "fr"), pick(titles, "sv"), pick([])
        ('Pain', 'Brot', None)
    """
    found: dict[TextLanguage, str] = {}
    for each in texts:
        found.setdefault(each.text.lang, each.text.value)
    wanted = [_language(each) for each in languages]
    return next((found[each] for each in wanted if each in found), next(iter(found.values()), None))


def _language(lang: TextLanguage | str) -> TextLanguage:
    try:
        return TextLanguage(lang)
    except ValueError:
        known = " ".join(each.value for each in TextLanguage)
        raise UsageError(f"LOMS has no text code for the language {lang!r}. It has: {known}.") from None
