"""What the documentation of the schema demands beyond it: each demand has a rule that finds where it is broken."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from lxml import etree

import loms
from loms.validate import all_rules
from loms.validate.rules.reading import LOMS, table
from tests.support.documents import SAMPLES, SHARED

PUBLISHED = SHARED / "reference" / "loms-2019" / "prose-rules.csv"
COMPLETE = SAMPLES / "loms-2019-sample.xml"
DEMANDS = table("demands")

needs_published = pytest.mark.skipif(not PUBLISHED.exists(), reason="the published facts are not beside this checkout")


@needs_published
def test_each_published_demand_is_a_row_of_the_table() -> None:
    published = [(row["path"], row["rule"]) for row in csv.DictReader(PUBLISHED.read_text("utf-8").splitlines())]
    assert [(row["path"], row["demand"]) for row in DEMANDS] == published


def test_each_demand_has_a_rule() -> None:
    known = {rule.code for rule in all_rules()} | {"XSD-DANGLING-REFERENCE"}
    assert {row["codes"] for row in DEMANDS} <= known


def broken(tree: etree._ElementTree, path: str, demand: str) -> None:
    """Break a demand in a document that has all there is."""
    record, *steps = path.split("/")
    found = tree.findall(f"{LOMS}*/{LOMS}{record}{''.join(f'/{LOMS}{step}' for step in steps)}")
    assert found, path
    element = found[0]
    if demand == "one text per language":
        parent = element.getparent()
        assert parent is not None
        parent.insert(parent.index(element), etree.fromstring(etree.tostring(element)))
    elif demand == "homepage belongs to one record only":
        holder = next(
            each for each in tree.findall(f"{LOMS}*/{LOMS}{record}") if each.find(f"{LOMS}homepage") is not None
        )
        section = holder.getparent()
        assert section is not None
        section.append(etree.fromstring(etree.tostring(holder)))
    elif demand == "must refer to a record of this document":
        element.set("idref", "https://data.example.org/nowhere")
    else:
        whole, part = tree.findall(f"{LOMS}*/{LOMS}{record}")[:2]
        for each, kind in ((whole, "class"), (part, "educationalProgram")):
            for old in each.findall(f"{LOMS}type"):
                each.remove(old)
            etree.SubElement(each, f"{LOMS}type", uri=f"http://data.europa.eu/europass/learningOpportunityType/{kind}")
        etree.SubElement(whole, f"{LOMS}hasPart", idref=part.get("id", ""))


@needs_published
@pytest.mark.parametrize("row", DEMANDS, ids=lambda row: f"{row['path']} {row['demand']}")
def test_a_document_that_breaks_it_is_found_out(row: dict[str, str]) -> None:
    tree = etree.parse(str(COMPLETE))
    before = _number(etree.tostring(tree), row["codes"])
    broken(tree, row["path"], row["demand"])
    assert _number(etree.tostring(tree), row["codes"]) > before


def _number(document: bytes, code: str) -> int:
    return sum(each.number for each in loms.validate(io.BytesIO(document)).counts if each.code == code)


def test_the_table_is_shipped() -> None:
    assert Path(loms.__file__).with_name("validate").joinpath("tables", "demands.csv").exists()
