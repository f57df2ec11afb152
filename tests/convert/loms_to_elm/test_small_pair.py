"""The small document becomes what was written by hand for 3.1.0, but for what 3.3.1 changed."""

from __future__ import annotations

import io
import re

import pytest

import loms
from loms.model import QmsLearningOpportunities
from tests.convert.loms_to_elm.records import choosing
from tests.support.canonical import canonical
from tests.support.documents import SHARED

SAMPLES = SHARED / "samples"
SOURCE = SAMPLES / "loms-2019-small.xml"
BY_HAND = SAMPLES / "elm-loq-3.1.0-of-loms-2019-small.xml"
pytestmark = pytest.mark.skipif(not BY_HAND.is_file(), reason="the samples are not part of this repository")

CHANGED = (
    (
        b"http://data.europa.eu/snb/model/ap/loq-constraints/",
        b"http://data.europa.eu/snb/model/application-profile/loq-constraints/",
    ),
    (b'xsdVersion="3.1.0"', b'xsdVersion="3.3.1"'),
)
"""What 3.3.1 changed of this document: its namespace and its version."""


def test_it_is_what_was_written_by_hand_but_for_what_the_version_changed_and_ids_that_are_ours() -> None:
    source = loms.read(SOURCE, expect=QmsLearningOpportunities)
    # The page of the provider was taken by hand.
    done = loms.convert(source, to="elm-loq", settings=choosing(missing_homepage="provider"))
    made = loms.dumps(done.document)
    assert loms.validate(io.BytesIO(made), profile="schema").issues == ()
    expected = BY_HAND.read_bytes()
    for old, new in CHANGED:
        expected = expected.replace(old, new)
    assert with_numbered_locations(canonical(made)) == with_numbered_locations(canonical(expected))
    assert done.report.lost == ()


def with_numbered_locations(document: str) -> str:
    """The document, in which the ids of locations are numbers in the order in which they come."""
    ids = list(dict.fromkeys(re.findall(r'"([^"]*[:/]location[:/][^"]*)"', document)))
    for number, identity in enumerate(ids, start=1):
        document = document.replace(f'"{identity}"', f'"location {number}"')
    return document
