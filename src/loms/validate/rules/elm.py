"""Rules about documents of ELM: what the LOQ profile demands of them and the schema of the XML cannot say."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from loms.convert.identifiers import is_web_address
from loms.validate.defining import Finding, Here, rule
from loms.validate.rules.reading import ELM, content_url_of, name_of, repeated_languages, shortened

_WHY = "The SHACL shapes of the profile demand it, and the register applies them beside the schema."
_TEXTS = (
    "title",
    "description",
    "prefLabel",
    "altLabel",
    "legalName",
    "geographicName",
    "category",
    "noteLiteral",
)
"""The elements that hold a text in a language."""
_PAGES = ("homepage", "supplementaryDocument", "landingPage", "report", "contactForm")
"""The elements that hold the address of a page."""


@rule(
    "LOMS-ELM-LANGUAGE-TWICE",
    "error",
    says="A field has one text per language, and so has a note.",
    why=_WHY,
    remedy="Join the texts, or keep the one that is right; what else there is to say belongs into an additionalNote.",
    formats=("elm-loq",),
    elements=_TEXTS,
    bad="""
<learningOpportunity xmlns="http://data.europa.eu/snb/model/application-profile/loq-constraints/">
  <title language="en">Bread</title>
  <title language="en">Baking bread</title>
</learningOpportunity>""",
    good="""
<learningOpportunity xmlns="http://data.europa.eu/snb/model/application-profile/loq-constraints/">
  <title language="en">Baking bread</title>
  <title language="fr">Faire du pain</title>
</learningOpportunity>""",
)
def language_twice(element: etree._Element, here: Here) -> Iterator[Finding]:
    for each, language in repeated_languages(element, lambda text: text.get("language", "")):
        yield Finding(each, f"{name_of(each)} has more than one text in {language!r}.")


@rule(
    "LOMS-ELM-LABEL-REPEATED",
    "error",
    says="An altLabel is not the title once more.",
    why=_WHY,
    remedy="Leave it out, or write another name.",
    formats=("elm-loq",),
    elements=("altLabel",),
    bad="""
<learningAchievementSpecification xmlns="http://data.europa.eu/snb/model/application-profile/loq-constraints/"
    xmlns:skos="http://www.w3.org/2004/02/skos/core#">
  <title language="en">Baking bread</title>
  <skos:altLabel language="en">Baking bread</skos:altLabel>
</learningAchievementSpecification>""",
    good="""
<learningAchievementSpecification xmlns="http://data.europa.eu/snb/model/application-profile/loq-constraints/"
    xmlns:skos="http://www.w3.org/2004/02/skos/core#">
  <title language="en">Baking bread</title>
  <skos:altLabel language="en">Bread class</skos:altLabel>
</learningAchievementSpecification>""",
)
def label_repeated(element: etree._Element, here: Here) -> Iterator[Finding]:
    owner = element.getparent()
    said = (element.get("language"), element.text)
    titles = () if owner is None else owner.iterchildren(f"{ELM}title")
    if any((each.get("language"), each.text) == said for each in titles):
        yield Finding(element, f"The altLabel {shortened(element.text or '')} is the title as well.")


@rule(
    "LOMS-ELM-PAGE-ADDRESS",
    "error",
    says="A page has an address of the web.",
    why=_WHY,
    remedy="Write the address, beginning with https:// or http://, or leave the page out.",
    formats=("elm-loq",),
    elements=_PAGES,
    bad="""
<learningOpportunity xmlns="http://data.europa.eu/snb/model/application-profile/loq-constraints/">
  <homepage><contentUrl>school.example/bread</contentUrl></homepage>
</learningOpportunity>""",
    good="""
<learningOpportunity xmlns="http://data.europa.eu/snb/model/application-profile/loq-constraints/">
  <homepage><contentUrl>https://school.example/bread</contentUrl></homepage>
</learningOpportunity>""",
)
def page_without_address(element: etree._Element, here: Here) -> Iterator[Finding]:
    address = content_url_of(element)
    if not address:
        yield Finding(element, f"The {name_of(element)} has no contentUrl.")
    elif not is_web_address(address):
        yield Finding(element, f"The contentUrl of the {name_of(element)} is {shortened(address)}, no web address.")
