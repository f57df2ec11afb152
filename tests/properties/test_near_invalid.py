"""A near-invalid document has the fault on its label, and no other, for every judge."""

from __future__ import annotations

import pytest

from loms.formats import FORMATS, find_format
from loms.strategies import NearInvalid
from tests.support.near_invalid import holds_for_all, refused_with, reported
from tests.support.second_opinion import complaints_about

NAMES = [format.name for format in FORMATS]


@pytest.mark.parametrize("name", NAMES)
class TestTheLabel:
    def test_says_the_only_issue_that_is_reported_and_its_place(self, name: str) -> None:
        def check(document: NearInvalid) -> None:
            assert document.format == name
            assert reported(document) == [(document.code, document.path)]

        holds_for_all(check, name)

    def test_says_why_reading_refuses_the_document(self, name: str) -> None:
        def check(document: NearInvalid) -> None:
            assert refused_with(document) == [(document.code, document.path)]

        holds_for_all(check, name)

    def test_is_what_others_say_too(self, name: str) -> None:
        def check(document: NearInvalid) -> None:
            complaints = complaints_about(document.data, find_format(document.format))
            others = {family for family in complaints if document.code not in family}
            assert complaints > others
            # A reference that is no URI leads nowhere, which xmlschema tells again.
            assert others <= ({frozenset({"XSD-DANGLING-REFERENCE"})} if document.code == "XSD-BAD-VALUE" else set())

        holds_for_all(check, name)
