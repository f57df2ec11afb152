"""What differs in a record is told field by field, and what differs in spelling or order only is not taken for more."""

from __future__ import annotations

import pytest

from loms.compare import Difference, FieldDifference
from tests.compare.releases import LOMS, LOQ, compared, fields_of, only

TITLE = '<title><text lang="en" content-type="text/plain">Bread</text></title>\n      <providedBy'
"""The title of the opportunity."""


def titled(*titles: tuple[str, str]) -> str:
    """The document whose opportunity has these titles, each in its language."""
    texts = (f'<title><text lang="{lang}" content-type="text/plain">{text}</text></title>' for lang, text in titles)
    return LOMS.replace(TITLE, "".join(texts) + "<providedBy")


def test_a_changed_text_is_told_with_its_language() -> None:
    record = only(compared(LOMS, titled(("en", "Rolls"))))
    assert (record.difference, record.kind) == (Difference.CHANGED, "learningOpportunity")
    assert record.label == "Rolls"
    assert fields_of(record) == [("learningOpportunity/title[1]/text", "changed", "Bread", "Rolls")]
    assert record.fields[0].language == "en"


def test_a_changed_attribute_is_told() -> None:
    record = only(compared(LOMS, LOMS.replace("isced-f/0721", "isced-f/0722")))
    path = "learningSpecification/hasISCED-FCode[1]/@uri"
    code = "http://data.europa.eu/esco/isced-f/"
    assert fields_of(record) == [(path, "changed", f"{code}0721", f"{code}0722")]


def test_a_text_in_one_more_language_is_added_with_all_that_it_says() -> None:
    record = only(compared(LOMS, titled(("en", "Bread"), ("fr", "Pain"))))
    assert fields_of(record) == [
        ("learningOpportunity/title[2]/text", "added", None, "Pain"),
        ("learningOpportunity/title[2]/text/@content-type", "added", None, "text/plain"),
        ("learningOpportunity/title[2]/text/@lang", "added", None, "fr"),
    ]


def test_a_text_in_another_language_is_no_change_of_the_text() -> None:
    record = only(compared(titled(("en", "Bread"), ("fr", "Pain")), titled(("en", "Bread"), ("de", "Brot"))))
    assert {difference for _, difference, _, _ in fields_of(record)} == {"removed", "added"}


def test_texts_are_compared_language_by_language_wherever_they_stand() -> None:
    record = only(compared(titled(("en", "Bread"), ("fr", "Pain")), titled(("fr", "Pain"), ("en", "Rolls"))))
    assert fields_of(record) == [
        ("learningOpportunity/title[1]/text", "changed", "Bread", "Rolls"),
        ("learningOpportunity/title", "reordered", None, None),
    ]


def test_another_order_is_told_as_such() -> None:
    comparison = compared(titled(("en", "Bread"), ("fr", "Pain")), titled(("fr", "Pain"), ("en", "Bread")))
    record = only(comparison)
    assert record.difference is Difference.REORDERED
    assert fields_of(record) == [("learningOpportunity/title", "reordered", None, None)]
    assert comparison.count(Difference.CHANGED) == 0


@pytest.mark.parametrize("changed", [0, 1, 2])
def test_one_of_several_equal_texts_that_changes_is_one_change(changed: int) -> None:
    titles = [("en", "Bread")] * 3
    others = [title if number != changed else ("en", "Rolls") for number, title in enumerate(titles)]
    record = only(compared(titled(*titles), titled(*others)))
    path = f"learningOpportunity/title[{changed + 1}]/text"
    assert fields_of(record) == [(path, "changed", "Bread", "Rolls")]


def test_names_that_take_turns_in_another_way_are_in_another_order() -> None:
    areas = "<ThematicAreas2013>072</ThematicAreas2013>\n      <ThematicAreas1997>54</ThematicAreas1997>"
    one, other = areas.split("\n")
    record = only(compared(LOQ, LOQ.replace(areas, f"{other.strip()}{one}")))
    assert fields_of(record) == [("LearningOpportunity/ThematicAreas[1]", "reordered", None, None)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<providedBy idref", "<!-- by --><providedBy\n  idref"),
        ('idref="https://data.example.org/outcome/1"', 'idref=" https://data.example.org/outcome/1 "'),
        ("<title>", "<title><?editor here?>\n"),
        (">Bread<", "><![CDATA[Bread]]><"),
        ("<qmsLearningOpportunities ", '<qmsLearningOpportunities xmlns:x="urn:x" '),
    ],
)
def test_another_spelling_is_no_difference(old: str, new: str) -> None:
    again = LOMS.replace(old, new)
    assert again != LOMS
    assert compared(LOMS, again).is_same


def test_prefixes_are_no_difference() -> None:
    again = LOMS.replace("</", "</\0").replace("<", "<x:").replace("<x:/\0", "</x:").replace("<x:?", "<?")
    assert compared(LOMS, again.replace("xmlns=", "xmlns:x=")).is_same


def test_white_space_in_a_text_is_a_difference() -> None:
    assert fields_of(only(compared(LOMS, titled(("en", "Bread "))))) == [
        ("learningOpportunity/title[1]/text", "changed", "Bread", "Bread ")
    ]


def test_what_the_schema_does_not_know_is_compared_too() -> None:
    old, new = (LOMS.replace("<providedBy", f"<colour shade='{shade}'/><providedBy") for shade in ("red", "blue"))
    assert fields_of(only(compared(old, new))) == [("learningOpportunity/colour[1]/@shade", "changed", "red", "blue")]


def test_long_values_are_cut_where_the_difference_can_be_seen() -> None:
    old, new = (titled(("en", "Bread and butter. " * 20 + end)) for end in ("Rolls", "Cakes"))
    [field] = only(compared(old, new)).fields
    assert field.old == "… Bread and butter. Rolls"
    assert field.new == "… Bread and butter. Cakes"


def test_values_that_differ_early_are_cut_at_their_ends() -> None:
    [field] = only(compared(titled(("en", "A" * 200)), titled(("en", "B" * 200)))).fields
    assert (field.old, field.new) == ("A" * 79 + "…", "B" * 79 + "…")


def test_a_record_of_another_kind_under_the_same_id_has_changed() -> None:
    part = LOMS.partition("<learningOutcomeReferences>")
    new = (
        part[0]
        .replace("learningSpecification ", "qualification ")
        .replace("/learningSpecification>", "/qualification>")
    )
    record = only(compared(LOMS, new + part[1] + part[2]))
    assert record.kind == "qualification"
    assert fields_of(record) == [("learningSpecification/name()", "changed", "learningSpecification", "qualification")]


def test_what_stands_outside_of_records_is_compared_but_the_key() -> None:
    new = LOQ.replace('Key="secret"', 'Key="hidden" DatasourceComment="Hello"')
    comparison = compared(LOQ, new)
    assert [(each.path, each.difference, each.new) for each in comparison.document] == [
        ("LearningOpportunities/@DatasourceComment", FieldDifference.ADDED, "Hello")
    ]
    assert list(comparison.records) == []
    assert not comparison.is_same


def test_a_key_is_no_difference_wherever_it_stands() -> None:
    new = LOQ.replace('Key="secret"', 'Key="hidden"').replace("<Title>", "<key>hidden</key><Title KEY='hidden'>")
    assert compared(LOQ, new).is_same
