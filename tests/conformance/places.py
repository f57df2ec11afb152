"""Where the conformance tests find documents, schemas and facts, and each schema compiled once."""

import csv
import json
from functools import lru_cache
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import xmlschema
from lxml import etree

from loms.formats import FORMATS, Format, find_format

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data"
SHARED = ROOT.parent / "shared"
REFERENCE = SHARED / "reference"
EXTRACTOR = SHARED / "tools" / "extract_content_model.py"

FACTS = {
    "loms-2019": REFERENCE / "loms-2019",
    "loq-learning-opportunities": REFERENCE / "loq" / "learningOpportunities_v0.5.10",
    "loq-qualifications": REFERENCE / "loq" / "qualifications_v0.7.10",
    "loq-delete": REFERENCE / "loq" / "delete_v0.1.1",
    "elm-loq": REFERENCE / "elm-loq" / "loq",
}
# Formats that import vocabularies of other namespaces, and have one table of codes for all their namespaces.
EXTERNAL = {"elm-loq": REFERENCE / "elm-loq" / "external"}

needs_facts = pytest.mark.skipif(not REFERENCE.is_dir(), reason="the facts (../shared/reference) are not here")
each_format = pytest.mark.parametrize("kind", FORMATS, ids=[each.name for each in FORMATS])
# Of QMS 1.0 no schema was published, only a mapping; test_qms_follows_crosswalk.py compares with that.
PUBLISHED = [each for each in FORMATS if each.name in FACTS]
each_published_format = pytest.mark.parametrize("kind", PUBLISHED, ids=[each.name for each in PUBLISHED])


@lru_cache
def libxml2_schema(name: str) -> etree.XMLSchema:
    """Our schema of a format as libxml2 compiles it."""
    return etree.XMLSchema(etree.parse(find_format(name).schema_path()))


@lru_cache
def xmlschema_schema(name: str) -> xmlschema.XMLSchema:
    """Our schema of a format as the package xmlschema compiles it, any doubt being an error.

    It does not look whether the files follow the schema of schemas, which would take ten times as long and is done
    once, in test_documents.py.
    """
    with mock.patch.object(xmlschema.XMLSchema.meta_schema, "iter_errors", return_value=iter(())):
        return xmlschema.XMLSchema(str(find_format(name).schema_path()), validation="strict")


@lru_cache
def content_model(name: str) -> dict[str, Any]:
    """The facts about a format, without the code values of long lists."""
    return read_model(FACTS[name])


@lru_cache
def imported_models(name: str) -> dict[str, dict[str, Any]]:
    """The facts about the vocabularies that a format imports, by namespace."""
    folder = EXTERNAL.get(name)
    models = [] if folder is None else [read_model(each) for each in sorted(folder.iterdir())]
    return {model["target_namespace"]: model for model in models}


def read_model(folder: Path) -> dict[str, Any]:
    """The facts about one namespace."""
    model: dict[str, Any] = json.loads((folder / "content-model.json").read_text(encoding="utf-8"))
    return model


def code_rows(name: str) -> list[dict[str, str]]:
    """The facts about the codes of a format."""
    folder = EXTERNAL[name].parent if name in EXTERNAL else FACTS[name]
    with (folder / "codelists.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def document(name: str) -> etree._ElementTree:
    """A fresh tree of one of the valid documents."""
    return etree.parse(DATA / "valid" / name)


def documents_of(kind: Format) -> list[str]:
    """The names of the valid documents of a format."""
    return sorted(path.name for path in (DATA / "valid").glob(f"{kind.name}-*.xml"))
