"""Our XSDs state the facts of the standards, all of them and nothing else.

The program that read the facts out of the published schemas reads ours as well, its includes merged into one file.
What is then evened out is listed in NORMALISATIONS, each with its reason.
"""

import copy
import csv
import functools
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from loms.formats import Format
from tests.conformance.places import (
    EXTRACTOR,
    FACTS,
    PUBLISHED,
    content_model,
    each_published_format,
    needs_facts,
)

pytestmark = needs_facts

XS = "{http://www.w3.org/2001/XMLSchema}"

# Values that a published list has twice: for documents that is the same as once.
TWICE = {("loms-2019", "SubjectTypeCodeEnumType"): 1}

# What the extractor reads of a schema; documentation aside, ours must not say anything else.
SILENT = {XS + "annotation", XS + "documentation"}
READ_ELEMENTS = {
    "schema",
    "element",
    "complexType",
    "simpleType",
    "simpleContent",
    "complexContent",
    "extension",
    "restriction",
    "sequence",
    "choice",
    "group",
    "attribute",
    "union",
    "enumeration",
    "pattern",
    "minLength",
    "unique",
    "key",
    "keyref",
    "selector",
    "field",
}
READ_ATTRIBUTES = {
    "targetNamespace",
    "elementFormDefault",
    "version",
    "name",
    "type",
    "ref",
    "base",
    "minOccurs",
    "maxOccurs",
    "use",
    "default",
    "memberTypes",
    "value",
    "refer",
    "xpath",
}

Model = dict[str, Any]

NUTS_COUNTRY = re.compile(r"http://data\.europa\.eu/esco/nuts/[A-Z]{2}")


def merged(schema: Path) -> etree._Element:
    """A schema with all that it includes, in one document."""
    root = etree.parse(schema).getroot()
    todo, seen = [(root, schema)], {schema}
    while todo:
        part, path = todo.pop(0)
        for include in part.findall(XS + "include"):
            location = include.get("schemaLocation")
            assert location is not None
            other = (path.parent / location).resolve()
            part.remove(include)
            if other not in seen:
                seen.add(other)
                todo.append((etree.parse(other).getroot(), other))
        if part is not root:
            root.extend(list(part))
    return root


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """What the extractor says of each of our schemas: the folder with its JSON and CSV, by format."""
    found = {}
    for kind in PUBLISHED:
        folder = tmp_path_factory.mktemp(kind.name)
        single = folder / "single.xsd"
        single.write_bytes(etree.tostring(merged(kind.schema_path())))
        subprocess.run([sys.executable, str(EXTRACTOR), str(single), str(folder)], check=True, capture_output=True)
        found[kind.name] = folder
    return found


@pytest.fixture
def ours(extracted: dict[str, Path], kind: Format) -> Model:
    """The content model of our schema, evened out."""
    return normal(json.loads((extracted[kind.name] / "content-model.json").read_text(encoding="utf-8")))


@pytest.fixture
def facts(kind: Format) -> Model:
    """The content model of the published schema, evened out."""
    return normal(copy.deepcopy(content_model(kind.name)))


def without_version(model: Model) -> Model:
    """Drop the version of the schema itself."""
    return {key: value for key, value in model.items() if key != "version"}


def without_phantom(model: Model) -> Model:
    """Drop the prohibition of an attribute that is not there to be prohibited."""
    found = model["complex_types"].get("URIBasedCodeType", {"attributes": []})
    found["attributes"] = [each for each in found["attributes"] if each["name"] != "targetFrameworkName"]
    return model


def without_values(model: Model) -> Model:
    """Drop the code values, which the CSV has in full."""
    for found in model["simple_types"].values():
        found.get("facets", {}).pop("enumeration", None)
    return model


def without_forms(part: Any) -> Any:
    """Drop the forms that say what holds anyway."""
    if isinstance(part, dict):
        return {key: without_forms(value) for key, value in part.items() if (key, value) != ("form", "qualified")}
    return [without_forms(each) for each in part] if isinstance(part, list) else part


def without_prefixes(part: Any) -> Any:
    """Name own components without prefix and built-in types with the usual one."""
    if isinstance(part, dict):
        return {key: without_prefixes(value) for key, value in part.items()}
    if isinstance(part, list):
        return [without_prefixes(each) for each in part]
    return re.sub(r"\b(eup|tns):(?=[A-Za-z])", "", re.sub(r"^xsd:", "xs:", part)) if isinstance(part, str) else part


# What is evened out before the comparison, and why.
NORMALISATIONS: dict[Callable[[Model], Model], str] = {
    without_version: "the published legacy schemas do not say their version in the version attribute; ours do",
    without_phantom: "URIBasedCodeType prohibits targetFrameworkName, which its base does not have: no document is "
    "affected, and strict processors refuse to load it",
    without_values: "lists of more than sixty values are only counted there; all values are compared from the CSV",
    without_forms: "form='qualified' on an element repeats elementFormDefault",
    without_prefixes: "prefixes are arbitrary: xsd: or xs:, a default namespace or a prefix",
}


def normal(model: Model) -> Model:
    """A content model with all that is arbitrary evened out."""
    return functools.reduce(lambda found, normalise: normalise(found), NORMALISATIONS, model)


def rows(folder: Path) -> list[dict[str, str]]:
    """The code values of one format."""
    with (folder / "codelists.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_type(found: list[dict[str, str]]) -> dict[str, list[str]]:
    """The values of each list, in order."""
    lists: dict[str, list[str]] = {}
    for row in found:
        lists.setdefault(row["type"], []).append(row["value"])
    return lists


@each_published_format
class TestContentModel:
    def test_namespace_and_form_are_those_of_the_standard(self, kind: Format, ours: Model, facts: Model) -> None:
        assert ours["target_namespace"] == facts["target_namespace"] == kind.namespace
        assert ours["element_form_default"] == facts["element_form_default"]
        assert merged(kind.schema_path()).get("attributeFormDefault", "unqualified") == "unqualified"

    @pytest.mark.parametrize("sort", ["elements", "groups", "complex_types", "simple_types"])
    def test_components_have_the_same_names(self, kind: Format, ours: Model, facts: Model, sort: str) -> None:
        assert set(ours[sort]) == set(facts[sort])

    @pytest.mark.parametrize("sort", ["elements", "groups", "complex_types", "simple_types"])
    def test_components_have_the_same_content(self, kind: Format, ours: Model, facts: Model, sort: str) -> None:
        for name, fact in facts[sort].items():
            assert ours[sort][name] == fact, name

    def test_nothing_else_is_in_the_model(self, kind: Format, ours: Model, facts: Model) -> None:
        assert set(ours) == set(facts)

    def test_the_version_of_the_schema_is_that_of_the_format(self, kind: Format) -> None:
        assert merged(kind.schema_path()).get("version") == kind.version


def test_the_identity_constraints_of_loms_are_all_compared() -> None:
    constraints = content_model("loms-2019")["elements"]["qmsLearningOpportunities"]["constraints"]
    kinds = [each["kind"] for each in constraints]

    assert {kind: kinds.count(kind) for kind in kinds} == {"unique": 4, "key": 11, "keyref": 31}


@each_published_format
class TestCodes:
    def test_lists_have_the_same_values_in_the_same_order(self, kind: Format, extracted: dict[str, Path]) -> None:
        ours, facts = by_type(rows(extracted[kind.name])), by_type(rows(FACTS[kind.name]))

        assert set(ours) == set(facts)
        for name, values in facts.items():
            assert len(ours[name]) == len(values) - TWICE.get((kind.name, name), 0), name
            assert ours[name] == list(dict.fromkeys(values)), name

    def test_every_value_has_an_english_name(self, kind: Format, extracted: dict[str, Path]) -> None:
        assert [row["value"] for row in rows(extracted[kind.name]) if not row["label"].strip()] == []

    def test_names_are_the_known_ones(self, kind: Format, extracted: dict[str, Path]) -> None:
        known = {(row["type"], row["value"]): " ".join(row["label"].split()) for row in rows(FACTS[kind.name])}
        different = [
            (row["value"], row["label"], label)
            for row in rows(extracted[kind.name])
            if (label := known[row["type"], row["value"]]) and label != row["label"]
        ]

        assert [each for each in different if not NUTS_COUNTRY.fullmatch(each[0])] == []


def test_countries_among_the_nuts_regions_have_their_english_names(extracted: dict[str, Path]) -> None:
    found = rows(extracted["loms-2019"])
    countries = {row["label"] for row in found if row["type"] == "MDRCountryCodeEnumType"}
    names = {row["value"]: row["label"] for row in found if NUTS_COUNTRY.fullmatch(row["value"])}

    assert {value: name for value, name in names.items() if name not in countries} == {}


@each_published_format
def test_our_schema_says_nothing_that_the_extractor_does_not_read(kind: Format) -> None:
    nodes = [node for node in merged(kind.schema_path()).iter(etree.Element) if node.tag not in SILENT]

    assert {etree.QName(node).localname for node in nodes} <= READ_ELEMENTS
    assert {str(name) for node in nodes for name in node.attrib} <= READ_ATTRIBUTES


@pytest.mark.parametrize("normalise", NORMALISATIONS, ids=lambda each: each.__name__)
def test_every_normalisation_is_needed(normalise: Callable[[Model], Model], extracted: dict[str, Path]) -> None:
    texts = [folder.joinpath("content-model.json").read_text(encoding="utf-8") for folder in extracted.values()]
    models = [*map(json.loads, texts), *(content_model(kind.name) for kind in PUBLISHED)]

    assert any(normalise(copy.deepcopy(model)) != model for model in models)


def test_the_values_that_are_twice_in_a_published_list_are_twice_there() -> None:
    for (name, codes), number in TWICE.items():
        values = by_type(rows(FACTS[name]))[codes]
        assert len(values) - len(set(values)) == number
