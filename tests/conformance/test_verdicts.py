"""What loms says of a document is what the schema says: the mutants of tests/data, and white space in odd places."""

import copy
import io
import random
import re
from itertools import product

import pytest
from lxml import etree

import loms
from loms.formats import Format, find_format
from loms.io.schema import issues_of_tree
from loms.io.source import open_source
from loms.io.xml import parse_tree
from tests.conformance.changes import changed
from tests.conformance.mutants import FULL, NOWHERE, Row, mutants, references
from tests.conformance.places import document, documents_of, each_format, libxml2_schema

SPACES = (" ", "\t", "\n", "\r", "\u00a0", "\u0085", "\u2028", "\u3000", " \u00a0", "\n\u2028 ")
SPACES_OF_XML = " \t\r\n"
# How dates, points in time and durations look; libxml2 does not take the white space around them away, as it should.
DATE_OR_DURATION = re.compile(r"-?(\d{4,}-\d\d-\d\d.*|PT?\d\w*)")


def assert_verdict(name: str, tree: etree._ElementTree, *, valid: bool) -> None:
    """Both ways to check a document, in memory and in pieces, give one verdict."""
    data = etree.tostring(tree)
    report = loms.validate(io.BytesIO(data), profile="schema")
    assert report.ok is valid, str(report)
    if report.format is find_format(name):
        with open_source(io.BytesIO(data)) as opened:
            whole = parse_tree(opened)
        assert issues_of_tree(whole, report.format, source=report.source) == report.issues


@pytest.mark.parametrize(("kind", "base", "row"), mutants())
def test_each_mutant_gets_its_verdict(kind: str, base: str, row: Row) -> None:
    assert_verdict(kind, changed(document(base), row["at"], *row["change"]), valid=row["valid"])


@pytest.mark.parametrize("row", references(), ids=lambda row: f"{row['keyref']}: {row['at'].rsplit('/', 1)[-1]}")
@pytest.mark.parametrize("target", ["nothing", "the wrong kind"])
def test_a_reference_to_nothing_or_to_the_wrong_kind_is_invalid(row: Row, target: str) -> None:
    value = NOWHERE if target == "nothing" else row["wrong"]
    assert_verdict(
        "loms-2019", changed(document(FULL), row["at"], "set_attribute", row["attribute"], value), valid=False
    )


def with_space(text: str | None, space: str, chance: random.Random) -> str:
    """A text with white space at its beginning, its end or within."""
    text = text or ""
    at = chance.choice([0, len(text), chance.randint(0, len(text))])
    return text[:at] + space + text[at:]


def with_spaces(tree: etree._ElementTree, chance: random.Random) -> None:
    """Put white space into a text, between elements, or into an attribute."""
    element = chance.choice(list(tree.getroot().iter("*")))
    space = chance.choice(SPACES)
    place = chance.choice(["text", "tail", *element.attrib])
    if place == "text":
        element.text = with_space(element.text, space, chance)
    elif place != "tail":
        element.set(place, with_space(element.get(place), space, chance))
    elif element is not tree.getroot():
        element.tail = with_space(element.tail, space, chance)


def is_valid(name: str, tree: etree._ElementTree) -> bool:
    """The verdict of libxml2 on a document in which dates and durations have no white space of XML around them."""
    for element in tree.iter("*"):
        bare = (element.text or "").strip(SPACES_OF_XML)
        if DATE_OR_DURATION.fullmatch(bare):
            element.text = bare
    return libxml2_schema(name).validate(tree)


@each_format
@pytest.mark.parametrize("seed", range(4))
def test_white_space_in_odd_places_gets_the_verdict_of_the_schema(kind: Format, seed: int) -> None:
    chance = random.Random(seed)
    verdicts = set()
    for name, _ in product(documents_of(kind), range(25)):
        tree = document(name)
        with_spaces(tree, chance)
        valid = is_valid(kind.name, copy.deepcopy(tree))
        assert_verdict(kind.name, tree, valid=valid)
        verdicts.add(valid)
    assert verdicts == {True, False}
