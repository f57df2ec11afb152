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
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from loms.formats import Format, find_format
from tests.conformance.places import (
    EXTERNAL,
    EXTRACTOR,
    PUBLISHED,
    code_rows,
    content_model,
    each_published_format,
    imported_models,
    needs_facts,
)

pytestmark = needs_facts

XS = "{http://www.w3.org/2001/XMLSchema}"

# Values that a published list has twice: for documents that is the same as once.
TWICE = {("loms-2019", "SubjectTypeCodeEnumType"): 1, ("elm-loq", "SubjectTypeCodeEnumType"): 1}

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
    "abstract",
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

NUTS_COUNTRY = re.compile(r"http://data\.europa\.eu/(esco/nuts|nuts/code)/[A-Z]{2}")


@functools.cache
def by_namespace(schema: Path) -> dict[str, etree._Element]:
    """A schema with all that it includes or imports: one document for each namespace, the schema's own first."""
    found: dict[str, etree._Element] = {}
    todo, seen = [schema], {schema}
    for path in todo:
        part = etree.parse(path).getroot()
        for link in part.findall(XS + "include") + part.findall(XS + "import"):
            location = link.get("schemaLocation")
            assert location is not None
            other = (path.parent / location).resolve()
            part.remove(link)
            if other not in seen:
                seen.add(other)
                todo.append(other)
        namespace = part.get("targetNamespace")
        assert namespace is not None
        if namespace in found:
            found[namespace].extend(list(part))
        else:
            found[namespace] = part
    return found


def merged(schema: Path) -> etree._Element:
    """A schema with all that it includes, in one document."""
    return next(iter(by_namespace(schema).values()))


def code_lists(schema: Path) -> etree._Element:
    """All simple types of a schema, whatever their namespace, in one document."""
    whole = etree.Element(XS + "schema", targetNamespace="urn:x-test:codes")
    for part in by_namespace(schema).values():
        whole.extend(copy.deepcopy(node) for node in part.iter(XS + "simpleType") if node.get("name"))
    return whole


@functools.cache
def extracted(schema: Path) -> tuple[dict[str, Model], list[dict[str, str]]]:
    """What the extractor says of one of our schemas: its content models by namespace, and its codes."""
    with tempfile.TemporaryDirectory() as folder:
        models = {
            namespace: json.loads((extract(part, Path(folder)) / "content-model.json").read_text(encoding="utf-8"))
            for namespace, part in by_namespace(schema).items()
            if part.find(XS + "element") is not None or part.find(XS + "complexType") is not None
        }
        # Of several namespaces the facts have the named lists only.
        holder = merged(schema) if len(by_namespace(schema)) == 1 else code_lists(schema)
        return models, rows(extract(holder, Path(folder)))


def extract(schema: etree._Element, folder: Path) -> Path:
    """Let the extractor read a schema, and tell where it has written."""
    single = folder / "single.xsd"
    single.write_bytes(etree.tostring(schema))
    subprocess.run([sys.executable, str(EXTRACTOR), str(single), str(folder)], check=True, capture_output=True)
    return folder


@pytest.fixture
def ours(kind: Format) -> Model:
    """The content model of our schema, evened out."""
    return normal(copy.deepcopy(extracted(kind.schema_path())[0][kind.namespace]))


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
    return re.sub(r"\b(eup|tns|loq):(?=[A-Za-z])", "", re.sub(r"^xsd:", "xs:", part)) if isinstance(part, str) else part


def without_separate_lists(model: Model) -> Model:
    """Drop the code lists that the standard has in files of their own, which the facts have in the CSV only."""
    if model["target_namespace"].endswith("/loq-constraints/"):
        types = model["simple_types"]
        model["simple_types"] = {name: each for name, each in types.items() if "restriction" not in each}
    return model


# What is evened out before the comparison, and why.
NORMALISATIONS: dict[Callable[[Model], Model], str] = {
    without_version: "the published legacy schemas do not say their version in the version attribute; ours do",
    without_phantom: "URIBasedCodeType prohibits targetFrameworkName, which its base does not have: no document is "
    "affected, and strict processors refuse to load it",
    without_values: "lists of more than sixty values are only counted there; all values are compared from the CSV",
    without_separate_lists: "two lists of the namespace of ELM LOQ stand in a file of their own, too; all values are "
    "compared from the CSV",
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


@pytest.mark.parametrize(
    ("kind", "namespace"),
    [
        pytest.param(kind, namespace, id=f"{kind.name}: {namespace}")
        for kind in PUBLISHED
        if kind.name in EXTERNAL
        for namespace in (imported_models(kind.name) if EXTRACTOR.exists() else ())
    ],
)
def test_a_vocabulary_that_a_format_imports_is_that_of_the_standard(kind: Format, namespace: str) -> None:
    ours = extracted(kind.schema_path())[0][namespace]
    # Our files have prefixes for their own names as well.
    prefix = next(each for each, uri in by_namespace(kind.schema_path())[namespace].nsmap.items() if uri == namespace)
    text = json.dumps(ours).replace(f'"{prefix}:', '"')

    assert json.loads(text) == imported_models(kind.name)[namespace]


def test_nothing_else_is_imported() -> None:
    for kind in PUBLISHED:
        assert set(extracted(kind.schema_path())[0]) == {kind.namespace, *imported_models(kind.name)}


@each_published_format
class TestCodes:
    def test_lists_have_the_same_values_in_the_same_order(self, kind: Format) -> None:
        ours, facts = by_type(extracted(kind.schema_path())[1]), by_type(code_rows(kind.name))

        assert set(ours) == set(facts)
        for name, values in facts.items():
            assert len(ours[name]) == len(values) - TWICE.get((kind.name, name), 0), name
            assert ours[name] == list(dict.fromkeys(values)), name

    def test_lists_have_the_namespaces_of_the_standard(self, kind: Format) -> None:
        namespaces = {row["type"]: row["namespace"] for row in code_rows(kind.name) if "namespace" in row}
        found = {
            str(node.get("name")): namespace
            for namespace, part in by_namespace(kind.schema_path()).items()
            for node in part.iter(XS + "simpleType")
        }

        assert {name: found[name] for name in namespaces} == namespaces

    def test_every_value_has_an_english_name(self, kind: Format) -> None:
        assert [row["value"] for row in extracted(kind.schema_path())[1] if not row["label"].strip()] == []

    def test_names_are_the_known_ones(self, kind: Format) -> None:
        known = {(row["type"], row["value"]): " ".join(row["label"].split()) for row in code_rows(kind.name)}
        different = [
            (row["value"], row["label"], label)
            for row in extracted(kind.schema_path())[1]
            if (label := known[row["type"], row["value"]]) and label != row["label"]
        ]

        assert [each for each in different if not NUTS_COUNTRY.fullmatch(each[0])] == []


def test_countries_among_the_nuts_regions_have_their_english_names() -> None:
    found = extracted(find_format("loms-2019").schema_path())[1]
    countries = {row["label"] for row in found if row["type"] == "MDRCountryCodeEnumType"}
    names = {row["value"]: row["label"] for row in found if NUTS_COUNTRY.fullmatch(row["value"])}

    assert {value: name for value, name in names.items() if name not in countries} == {}


@each_published_format
def test_our_schema_says_nothing_that_the_extractor_does_not_read(kind: Format) -> None:
    parts = by_namespace(kind.schema_path()).values()
    nodes = [node for part in parts for node in part.iter(etree.Element) if node.tag not in SILENT]

    assert {etree.QName(node).localname for node in nodes} <= READ_ELEMENTS
    assert {str(name) for node in nodes for name in node.attrib} <= READ_ATTRIBUTES


@pytest.mark.parametrize("normalise", NORMALISATIONS, ids=lambda each: each.__name__)
def test_every_normalisation_is_needed(normalise: Callable[[Model], Model]) -> None:
    models = [extracted(kind.schema_path())[0][kind.namespace] for kind in PUBLISHED]
    models += [content_model(kind.name) for kind in PUBLISHED]

    assert any(normalise(copy.deepcopy(model)) != model for model in models)


def test_the_values_that_are_twice_in_a_published_list_are_twice_there() -> None:
    for (name, codes), number in TWICE.items():
        values = by_type(code_rows(name))[codes]
        assert len(values) - len(set(values)) == number
