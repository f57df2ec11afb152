"""Makes whole documents of the records in examples, which show only what matters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from lxml import etree

from loms.formats import FORMATS, Format
from loms.io.schema.declarations import declarations
from loms.io.schema.sources import local_name

BASE = "https://data.example.org/base/"
_TEXT = '<text lang="en" content-type="text/plain">Baking bread</text>'
_OUTCOMES = f'<learningOutcomes><learningOutcome idref="{BASE}learningOutcome"/></learningOutcomes>'
_SPECIFICATION = f'<title>{_TEXT}</title><hasISCED-FCode uri="http://data.europa.eu/esco/isced-f/0721"/>{_OUTCOMES}'
_IDENTIFIER = '<identifier schemeID="https://school.example/scheme">{id}</identifier>'

_AT_THE_TOP: tuple[str, ...] = ()
_WITH_IDS = ("loms-2019", "elm-loq")
"""The formats whose records refer to each other."""

_RECORDS = {
    "learningOpportunity": f'{_IDENTIFIER}<title>{_TEXT}</title><providedBy idref="{BASE}organization"/>'
    f'<specifiedBy idref="{BASE}learningSpecification"/>',
    "learningSpecification": _SPECIFICATION,
    "qualification": f'{_SPECIFICATION}<eqfLevel uri="http://data.europa.eu/esco/eqf/4"/>'
    '<nqfLevel targetNotation="4" targetFrameworkID="http://data.europa.eu/esco/qdr/QF/AT"/>',
    "qualificationRef": _IDENTIFIER,
    "learningOutcome": f"<prefLabel>{_TEXT}</prefLabel>",
    "learningActivitySpecification": "",
    "organization": f"<prefLabel>{_TEXT}</prefLabel>"
    '<hasLocation><spatialCode uri="http://publications.europa.eu/resource/authority/country/LUX"/></hasLocation>',
    "LearningOpportunity": "<LearningOpportunityId>{id}</LearningOpportunityId><CountryCode>LU</CountryCode>"
    "<Title>Baking bread</Title><Description>Two days at the oven.</Description><Url>https://bread.example/{id}</Url>"
    "<EducationLevel>9</EducationLevel><ThematicAreas><ThematicAreas2013>0721</ThematicAreas2013></ThematicAreas>"
    "<InformationLanguage>en</InformationLanguage><TeachingLanguage>en</TeachingLanguage>"
    "<ProviderName>Bakery school</ProviderName><ProviderContactInfo>office@school.example</ProviderContactInfo>",
    "Qualification": "<QualificationId>{id}</QualificationId><Title>Baker</Title><Description>Bakes.</Description>"
    "<EQFLevel>4</EQFLevel><NQFLevel>4</NQFLevel><ThematicAreas2013>0721</ThematicAreas2013>"
    "<InformationLanguage>en</InformationLanguage><CountryCode>AT</CountryCode>",
}
"""What each kind of record needs; ``{id}`` stands for something of its own."""

_ELM_RECORDS = {
    "learningOpportunity": '<title language="en">Baking bread</title>'
    "<homepage><contentUrl>https://bread.example/{id}</contentUrl></homepage>"
    f'<providedBy idref="{BASE}organisation"/>'
    f'<learningAchievementSpecification idref="{BASE}learningAchievementSpecification"/>'
    '<defaultLanguage uri="http://publications.europa.eu/resource/authority/language/ENG"/>',
    "learningAchievementSpecification": '<title language="en">Baking bread</title>'
    '<ISCEDFCode uri="http://data.europa.eu/snb/isced-f/0721"/>'
    '<language uri="http://publications.europa.eu/resource/authority/language/ENG"/>',
    "organisation": f'<legalName language="en">Bakery school</legalName><location idref="{BASE}location"/>',
    "location": '<address><countryCode uri="http://publications.europa.eu/resource/authority/country/LUX"/></address>',
}
"""The same for ELM, whose records may have names that those of LOMS have."""

_NEEDED = {
    "organization": '<homepage uri="https://school.example/"/>',
    "learningSpecification": "",
    "learningOutcome": "",
}
"""What opportunities and specifications need besides, each with what it holds more than it must."""


def completed(example: str) -> bytes:
    """A whole document with the records of an example, each completed with what the schema demands.

    Args:
        example: One or more records without a namespace, or in that of their format.
    """
    records = list(etree.XML(f"<records>{example}</records>"))
    form = _format_of(records[0])
    if form.name == "elm-loq":
        kinds = ("learningAchievementSpecification", "organisation", "location")
        records += [etree.XML(f'<{name} xmlns="{form.namespace}" id="{BASE}{name}"/>') for name in kinds]
    if form.name == "loms-2019":
        records += [etree.XML(f'<{name} id="{BASE}{name}">{more}</{name}>') for name, more in _NEEDED.items()]
    whole = [_complete(record, form, number) for number, record in enumerate(records, start=1)]
    return _document(form, whole)


def _format_of(record: etree._Element) -> Format:
    name = etree.QName(record)
    return next(
        each for each in FORMATS if name.localname in _places(each) and name.namespace in (None, each.namespace)
    )


def _places(form: Format) -> dict[str, tuple[str, ...]]:
    """The sections in which each kind of record stands."""
    declared = declarations(form)
    if form.record_depth == 1:
        return dict.fromkeys(declared.children(declared.root), _AT_THE_TOP)
    sections = declared.children(declared.root)
    return {kind: (name,) for name, section in sections.items() for kind in declared.children(section)}


def _complete(record: etree._Element, form: Format, number: int) -> etree._Element:
    """The record in the namespace of its format, with what it needs, in the order of the schema."""
    kind = local_name(str(record.tag))
    known = _ELM_RECORDS if form.name == "elm-loq" else _RECORDS
    base = etree.XML(f"<{kind}>{known[kind].replace('{id}', str(number))}</{kind}>")
    given = {local_name(str(child.tag)) for child in record}
    children = [*record, *(child for child in base if child.tag not in given)]
    declared = declarations(form)
    element = declared.root
    for name in (*_places(form)[kind], kind):
        element = declared.children(element)[name]
    order = [each.name for slot in declared.slots(element) for each in slot.elements]
    whole = etree.Element(f"{{{form.namespace}}}{kind}", nsmap=_namespaces(record, form))
    for name, value in cast("list[tuple[str, str]]", record.items()):
        whole.set(name, value)
    if form.name in _WITH_IDS and "id" not in whole.attrib:
        whole.set("id", f"{BASE}{kind}/{number}")
    whole.extend(sorted(children, key=lambda child: order.index(local_name(str(child.tag)))))
    for each in whole.iter("*"):
        if etree.QName(each).namespace is None:
            each.tag = f"{{{form.namespace}}}{each.tag}"
    return whole


def _namespaces(record: etree._Element, form: Format) -> dict[str, str]:
    # None stands for no prefix, which the types of lxml do not know.
    return cast("dict[str, str]", {record.prefix: form.namespace})


def _document(form: Format, records: Iterable[etree._Element]) -> bytes:
    kind = "Qualification" if form.name == "loq-qualifications" else "Learning Opportunity"
    legacy = {"Key": "key", "XsdVersion": form.version, "XsdType": kind}
    attributes: dict[str, str] = {} if form.name in _WITH_IDS else legacy
    places = _places(form)
    given = list(records)
    # A document is written as its first record is, with a prefix or without.
    root = etree.Element(f"{{{form.namespace}}}{form.root}", attributes, nsmap=_namespaces(given[0], form))
    sections = dict.fromkeys(place for place in places.values() if place)
    for (name,) in sections:
        members = [each for each in given if places[local_name(str(each.tag))] == (name,)]
        if members or name == "learningOpportunities":
            etree.SubElement(root, f"{{{form.namespace}}}{name}").extend(members)
    if not sections:
        root.extend(given)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)
