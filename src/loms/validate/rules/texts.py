"""Rules about the texts of multilingual fields."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from lxml import etree

from loms.text import decode_references, is_html
from loms.unseen import is_unseen
from loms.validate.defining import Finding, Here, rule
from loms.validate.rules.reading import ALL_TEXTS, LEGACY, LOMS, name_of, repeated_languages, shortened, table, text_of

ONE_PER_LANGUAGE = (
    "title",
    "description",
    "definition",
    "prefLabel",
    "name",
    "fullAddress",
    "scheduleInformation",
    "admissionProcedure",
    "entryRequirementsNote",
    "targetName",
    "targetDescription",
    "targetFrameworkName",
)
"""The fields that say one thing in several languages. Notes and further names may say several things in one."""

_LEGACY_NOT_BLANK = ("Title", "NonPreferredTerm", "MoreInfo", "Description", "ProviderName")
"""The legacy fields that must say something. The others are often written empty, which tells nobody anything wrong."""

_AROUND = " \t\r\n\xa0.,:;!?-–—_*#~/\\|+=…()[]{}<>'\"«»„“”"
_LONGEST_PLACEHOLDER = 60
_TAG = re.compile("<[^<>]*>")
_BEFORE_WORDS = re.compile(r"(?:\s|<[^<>]*>)*")
_OF_PRINTERS = re.compile(r"lorem (?:ipsum|dolor|sit|amet)\b")

_KNOWN_PLACEHOLDERS = tuple(row["text"] for row in table("placeholders"))


@rule(
    "LOMS-TEXT-LANGUAGE-TWICE",
    "error",
    says="A multilingual field has one text per language.",
    why="The register and the documentation of the schema demand it; which of two texts is shown is left to chance.",
    remedy="Join the texts, or keep the one that is right; what else there is to say belongs into an additionalNote.",
    elements=ONE_PER_LANGUAGE,
    bad="""
<learningOpportunity>
  <title><text lang="en" content-type="text/plain">Bread</text></title>
  <title><text lang="en" content-type="text/plain">Baking bread</text></title>
</learningOpportunity>""",
    good="""
<learningOpportunity>
  <title><text lang="en" content-type="text/plain">Baking bread</text></title>
  <title><text lang="fr" content-type="text/plain">Faire du pain</text></title>
</learningOpportunity>""",
)
def language_twice(element: etree._Element, here: Here) -> Iterator[Finding]:
    for each, language in repeated_languages(element, _language_of):
        yield Finding(each, f"{name_of(each)} has more than one text in {language!r}.")


def _language_of(field: etree._Element) -> str | None:
    return next((text.get("lang", "") for text in field.iterchildren(f"{LOMS}text")), None)


@rule(
    "LOMS-TEXT-BLANK",
    "warning",
    says="A text says something.",
    why="Readers see an empty heading, and a field that looks filled in is not.",
    remedy="Write the text, or leave the whole field out.",
    formats=("loms-2019", *LEGACY),
    elements=("text", *_LEGACY_NOT_BLANK),
    bad="""
<learningOpportunity>
  <description><text lang="en" content-type="text/plain"> </text></description>
</learningOpportunity>""",
    good="""
<learningOpportunity>
  <description><text lang="en" content-type="text/plain">Two days at the oven.</text></description>
</learningOpportunity>""",
)
def blank(element: etree._Element, here: Here) -> Iterator[Finding]:
    value = element.text or ""
    # Most texts begin with a letter, behind tags or not, so that there is no need to look at all of them.
    begin = _BEFORE_WORDS.match(value)
    if begin is not None and value[begin.end() : begin.end() + 1].isalnum():
        return
    text = text_of(element)
    if not _words(text.value, shows_tags=text.is_html is False):
        yield Finding(element, f"The text of {text.field} in {text.language!r} is blank.")


@rule(
    "LOMS-TEXT-PLACEHOLDER",
    "warning",
    says="A text is no placeholder such as 'test' or 'n/a'.",
    why="It was meant to be replaced, and tells readers nothing.",
    remedy="Write what there is to say, or leave the field out.",
    limits=(
        "Told only when the whole text, whatever its capitals and the marks around it, consists of nothing but marks, "
        f"begins as 'lorem ipsum' does, or is one of these: {', '.join(_KNOWN_PLACEHOLDERS)}."
    ),
    formats=("loms-2019", *LEGACY),
    elements=ALL_TEXTS,
    bad="""
<learningOpportunity>
  <description><text lang="en" content-type="text/plain">Lorem ipsum dolor sit amet.</text></description>
</learningOpportunity>""",
    good="""
<learningOpportunity>
  <description><text lang="en" content-type="text/plain">Two days at the oven.</text></description>
</learningOpportunity>""",
)
def placeholder(element: etree._Element, here: Here) -> Iterator[Finding]:
    value = element.text or ""
    # A placeholder is short, but for the one that printers use. Most texts are longer.
    if len(value) > _LONGEST_PLACEHOLDER and "lorem" not in value[:_LONGEST_PLACEHOLDER].lower():
        return
    seen = _words(value)
    words = seen.strip(_AROUND).casefold()
    if words in _placeholders() or _OF_PRINTERS.match(words) or (seen and not words):
        text = text_of(element)
        yield Finding(
            element, f"{text.field} in {text.language!r} is {shortened(value)}, which looks like a placeholder."
        )


@rule(
    "LOMS-TEXT-PLAIN-MARKUP",
    "warning",
    says="A text that calls itself plain holds no HTML.",
    why="Its tags are shown to readers as they stand.",
    remedy='Say content-type="text/html" where HTML may be, or take the tags out: loms.text.strip_html does that.',
    elements=("text",),
    holding="<",
    bad="""
<learningOpportunity>
  <description><text lang="en" content-type="text/plain">&lt;b&gt;Two&lt;/b&gt; days</text></description>
</learningOpportunity>""",
    good="""
<learningOpportunity>
  <description><text lang="en" content-type="text/html">&lt;b&gt;Two&lt;/b&gt; days</text></description>
</learningOpportunity>""",
)
def markup_in_plain_text(element: etree._Element, here: Here) -> Iterator[Finding]:
    value = element.text
    if value and element.get("content-type") == "text/plain" and is_html(value):
        text = text_of(element)
        yield Finding(
            element,
            f"{text.field} in {text.language!r} says that it is text/plain, but holds HTML: {shortened(value)}.",
        )


def _words(value: str, *, shows_tags: bool = False) -> str:
    """What readers see of a text, with single spaces; empty where they see nothing."""
    if "<" in value and not shows_tags:
        value = _TAG.sub(" ", value)
    if "&" in value:
        value = decode_references(value)
    if not value.isascii():
        value = "".join(letter for letter in value if letter.isspace() or not is_unseen(letter))
    return " ".join(value.split())


@functools.cache
def _placeholders() -> frozenset[str]:
    return frozenset(each.strip(_AROUND).casefold() for each in _KNOWN_PLACEHOLDERS)
