"""Near-invalid documents: the fault on the label is there, it is the only one, and other judges see it too."""

from __future__ import annotations

import re

import pytest
from hypothesis import find, given, settings
from lxml import etree

from loms.errors import UsageError
from loms.formats import FORMATS, find_format
from loms.samples.faults import codes_of
from loms.samples.faults.nodes import node_tree
from loms.strategies import NearInvalid, near_invalid
from tests.support.documents import ROOT
from tests.support.near_invalid import reported

NAMES = [format.name for format in FORMATS]
FAULTS = [(format.name, code) for format in FORMATS for code in codes_of(format)]

# No document of these formats leads to it, it takes a large file, or it is no document that was valid once.
NOT_DRAWN = {"XSD-CONTENT", "XML-LIMIT", "XML-NOT-XML"}


@pytest.mark.parametrize(("name", "code"), FAULTS, ids=[f"{name}: {code}" for name, code in FAULTS])
def test_each_code_can_be_asked_for_even_in_the_smallest_documents(name: str, code: str) -> None:
    @settings(max_examples=5)
    @given(near_invalid(name, codes=[code], minimal=True, max_records=0))
    def check(document: NearInvalid) -> None:
        assert document.code == code
        assert reported(document) == [(code, document.path)]

    check()


def test_the_codes_are_those_of_the_documentation() -> None:
    page = (ROOT / "docs" / "reference" / "issue-codes.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([A-Z-]+)` \|", page, re.MULTILINE))
    drawn = {code for _, code in FAULTS}

    assert drawn <= documented
    assert {code for code in documented - drawn if code.startswith(("XSD-", "XML-"))} == NOT_DRAWN


def test_only_the_codes_that_are_asked_for_are_drawn() -> None:
    wanted = ["XSD-BAD-VALUE", "XSD-TEXT-NOT-ALLOWED"]
    seen = set()

    @given(near_invalid(codes=wanted))
    def check(document: NearInvalid) -> None:
        seen.add(document.code)

    check()
    assert seen == set(wanted)


class TestOptions:
    @given(near_invalid(languages=["fr"], codes=["XSD-DUPLICATE-VALUE", "XSD-BAD-PATTERN"]))
    def test_texts_are_in_the_languages_asked_for_also_where_a_fault_needs_a_text(self, document: NearInvalid) -> None:
        assert set(re.findall(rb' lang="(\w+)"', document.data)) <= {b"fr"}

    @given(near_invalid("loq-qualifications", languages=["fr"], codes=["XSD-DUPLICATE-VALUE", "XSD-BAD-PATTERN"]))
    def test_a_legacy_text_says_its_language_unless_that_is_english(self, document: NearInvalid) -> None:
        [record] = node_tree(find_format(document.format)).children.values()
        for element in etree.fromstring(document.data).iter("{*}*"):
            known = record.children.get(etree.QName(element).localname)
            if known is not None and "language" in known.attributes:
                assert element.get("language") == "fr"

    @given(near_invalid(realistic=True, max_records=1))
    def test_faults_are_found_among_believable_texts_too(self, document: NearInvalid) -> None:
        assert reported(document) == [(document.code, document.path)]


class TestRefusals:
    def test_an_unknown_code_is_refused_with_the_known_ones(self) -> None:
        with pytest.raises(UsageError, match=r"no faults with the code 'XSD-WRONG'.*XSD-UNKNOWN-ELEMENT, .*XML-EMPTY"):
            near_invalid(codes=["XSD-BAD-VALUE", "XSD-WRONG"])

    @pytest.mark.parametrize(
        ("name", "code"),
        [
            ("loms-2019", "XSD-EMPTY-VALUE"),
            ("loq-delete", "XSD-DANGLING-REFERENCE"),
            ("loq-qualifications", "XSD-DUPLICATE-ID"),
        ],
    )
    def test_a_code_that_the_format_cannot_have_is_refused(self, name: str, code: str) -> None:
        with pytest.raises(UsageError, match=f"{name} has no faults with the code '{code}'"):
            near_invalid(name, codes=[code])

    def test_no_codes_at_all_are_refused(self) -> None:
        with pytest.raises(UsageError, match="codes is empty"):
            near_invalid(codes=[])

    def test_a_text_in_place_of_codes_is_refused(self) -> None:
        with pytest.raises(UsageError, match=r"codes is the text 'XSD-BAD-VALUE'\. It takes several"):
            near_invalid(codes="XSD-BAD-VALUE")

    def test_options_are_checked_as_for_valid_documents(self) -> None:
        with pytest.raises(UsageError, match="no format named 'loms'"):
            near_invalid("loms")
        with pytest.raises(UsageError, match="max_records is -1"):
            near_invalid(max_records=-1)
        with pytest.raises(UsageError, match="languages is empty"):
            near_invalid(languages=[])


class TestShrinking:
    @pytest.mark.parametrize(
        ("code", "longest"),
        [
            ("XSD-UNKNOWN-ELEMENT", 5),
            ("XSD-MISSING-ELEMENT", 2),
            ("XSD-TEXT-NOT-ALLOWED", 4),
            ("XSD-UNKNOWN-CODE", 4),
            ("XSD-BAD-PATTERN", 12),
            ("XSD-DUPLICATE-ID", 12),
            ("XSD-DANGLING-REFERENCE", 16),
            ("XML-TRUNCATED", 2),
        ],
    )
    def test_ends_in_a_document_of_a_few_lines(self, code: str, longest: int) -> None:
        document = find(near_invalid(), lambda drawn: drawn.code == code, settings=settings(max_examples=1_000))

        assert len(document.data.splitlines()) <= longest, document
        assert b"<!--" not in document.data

    def test_a_failed_test_shows_the_fault_and_the_document_as_it_stands(self) -> None:
        @given(near_invalid("loq-delete", codes=["XSD-MISSING-ATTRIBUTE"]))
        def test_that_fails(document: NearInvalid) -> None:
            assert document.code == ""

        with pytest.raises(AssertionError) as failure:
            test_that_fails()

        shown = "\n".join(failure.value.__notes__)
        assert (
            "XSD-MISSING-ATTRIBUTE in a document of loq-delete\n"
            "Delete lost its required attribute Key.\n"
            "The fault is at /Delete\n"
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            "<Delete " in shown
        )
        assert re.search(r"\n  <EntityType>[\w ]+</EntityType>\n", shown)
