"""Writes believable texts, plain and as HTML, from the choices of a chooser."""

from __future__ import annotations

import html
from collections.abc import Sequence

from loms.errors import UsageError
from loms.samples.believable.data import neutral_texts, texts_of
from loms.samples.chooser import Chooser

__all__ = ["KINDS", "PROSE", "html_text", "plain_text"]

_OF_SENTENCES = "admission costs description note outcome schedule"

_TAKEN_AS_THEY_ARE = """
activity address assessment certificate department document framework level occupation organization place price_name
provider_type scale skill subject title
"""

_SAME_IN_EVERY_LANGUAGE = """
agent_kind_code amount area_dialing base64 concept country_dialing credit_points date dial_number eqf_level_code
field_code identifier identifier_type image language_code latitude location_code longitude mail mailto notation
occupation_uri phone points record_id requirement_code scheme setting_code skill_uri status time_zone topic_code
upload_key url version
"""

_CONTACT = "contact"
_LONGEST = 5  # sentences

PROSE = frozenset(_OF_SENTENCES.split())
"""The kinds of texts that have sentences, and sense as HTML."""
_NEUTRAL = frozenset(_SAME_IN_EVERY_LANGUAGE.split())
KINDS = PROSE | _NEUTRAL | frozenset(_TAKEN_AS_THEY_ARE.split()) | {_CONTACT}
"""All kinds of believable texts."""


def plain_text(chooser: Chooser, *, kind: str, language: str | None) -> str:
    """Draw a plain text.

    Args:
        chooser: Makes the choices, of which a text needs one to three.
        kind: One of `KINDS`.
        language: Two-letter code; one without texts of its own counts as English, and so does None.

    Returns:
        One line that neither begins nor ends with a space and has no two in a row.

    Raises:
        UsageError: There is no such kind.

    Examples:
        >>> from loms.samples.chooser import RandomChooser
        >>> plain_text(RandomChooser(seed=1), kind="place", language="is")
        'Hvannaborg'
    """
    if kind in PROSE:
        return " ".join(_sentences(chooser, kind, language))
    if kind == _CONTACT:
        return ", ".join(_contact(chooser, language))
    return chooser.pick(_values(kind, language))


def html_text(chooser: Chooser, *, kind: str, language: str | None) -> str:
    """Draw a text as HTML, of elements that the register accepts.

    Args:
        chooser: Makes the choices, of which a text needs one to three.
        kind: One of `KINDS`.
        language: Two-letter code; one without texts of its own counts as English, and so does None.

    Returns:
        One line of well-formed HTML; the words in it are as in a plain text.

    Raises:
        UsageError: There is no such kind.

    Examples:
        >>> from loms.samples.chooser import RandomChooser
        >>> html_text(RandomChooser(seed=1), kind="address", language="de")
        '<address>Am Alten Hafen 12<br/>00233 Ahornfelde</address>'
    """
    if kind in PROSE:
        sentences = _escaped(_sentences(chooser, kind, language))
        return chooser.pick(_LAYOUTS)(sentences)
    if kind == _CONTACT:
        return _lines(_escaped(_contact(chooser, language)))
    text = chooser.pick(_values(kind, language))
    if kind == "address":
        return _lines(_escaped(text.split(", ")))
    return chooser.pick(_LAYOUTS_OF_ONE)(_escaped([text]))


def _escaped(texts: Sequence[str]) -> Sequence[str]:
    return [html.escape(text, quote=False) for text in texts]


def _values(kind: str, language: str | None) -> tuple[str, ...]:
    if kind in _NEUTRAL:
        return neutral_texts()[kind]
    if kind in KINDS:
        return texts_of(language)[kind]
    raise UsageError(f"There is no kind of text named {kind!r}. Known kinds: {', '.join(sorted(KINDS))}.")


def _sentences(chooser: Chooser, kind: str, language: str | None) -> Sequence[str]:
    """Some sentences that follow each other."""
    sentences = _values(kind, language)
    start = chooser.integer(0, len(sentences) - 1)
    number = chooser.integer(1, min(_LONGEST, len(sentences) - start))
    return sentences[start : start + number]


def _contact(chooser: Chooser, language: str | None) -> Sequence[str]:
    return [chooser.pick(_values(kind, language)) for kind in ("department", "mail", "phone")]


def _paragraph(sentences: Sequence[str]) -> str:
    return f"<p>{' '.join(sentences)}</p>"


def _paragraphs(sentences: Sequence[str]) -> str:
    return "".join(f"<p>{sentence}</p>" for sentence in sentences)


def _list(sentences: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{sentence}</li>' for sentence in sentences)}</ul>"


def _stressed(sentences: Sequence[str]) -> str:
    return _paragraph([f"<strong>{sentences[0]}</strong>", *sentences[1:]])


def _broken(sentences: Sequence[str]) -> str:
    return f"<p>{'<br/>'.join(sentences)}</p>"


def _lines(lines: Sequence[str]) -> str:
    return f"<address>{'<br/>'.join(lines)}</address>"


_LAYOUTS = (_paragraph, _paragraphs, _stressed, _broken, _list)
_LAYOUTS_OF_ONE = (_paragraph, _stressed, _list)
