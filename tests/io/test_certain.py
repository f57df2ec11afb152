"""Objects are told to be certainly valid where that is plain, and never where it is not."""

from __future__ import annotations

import enum
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from xsdata.models.datatype import XmlDate, XmlDateTime, XmlDuration

from loms.compiling import Source
from loms.formats import FORMATS, Format, find_format
from loms.io.certain.compiling import Compiler
from loms.io.certain.records import certain_records
from loms.io.certain.searches import searches_in
from loms.io.certain.unique import Way, differ, way_to
from loms.io.certain.values import UncertainError, certain_value
from loms.io.compiled.plan import ValuePlan, plan_of
from loms.io.schema.declarations import declarations
from loms.io.schema.declared import SimpleType
from loms.io.schema.suggest import Code
from loms.io.streaming.record_kinds import record_kinds
from loms.legacy.learning_opportunities import I18nNonEmptyString, LanguageCode
from loms.legacy.learning_opportunities import LearningOpportunity as LegacyOpportunity
from loms.model import Identifier, IdReference, QualificationRef
from loms.samples import sample
from tests.support.records import sections_of

REFERENCE = ("learningSpecificationReferences", "qualificationRef")
OPPORTUNITY = ("learningOpportunities", "learningOpportunity")
KINDS = [
    pytest.param(format, names, kind.kind, id="/".join((format.name, *names)))
    for format in FORMATS
    for (section, name), kind in record_kinds(format).items()
    if kind.kind is not None
    for names in [(section, name) if section else (name,)]
]


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


def test_of(kind: type, declared: SimpleType) -> Callable[[object], bool]:
    """The test for values of a type."""
    source = Source()
    with source.block("def holds(x):"):
        source.add(f"return bool({certain_value(source, ValuePlan((kind,), None), declared)})")
    holds: Callable[[object], bool] = source.function("holds", "test")
    return holds


test_of.__test__ = False  # type: ignore[attr-defined]


@pytest.mark.parametrize(("format", "names", "kind"), KINDS)
def test_something_can_be_told_of_every_kind_of_record(format: Format, names: tuple[str, ...], kind: type[Any]) -> None:
    declared = declarations(format)
    declaration = declared.root
    for name in names:
        declaration = declared.children(declaration)[name]
    searches = searches_in(declared.identities, names, format.namespace)
    assert callable(Compiler(declared).check(kind, declaration, searches))


@pytest.mark.parametrize("name", [format.name for format in FORMATS if format.name != "loq-delete"])
def test_of_nearly_all_believable_records_it_can_be_told(name: str) -> None:
    format = find_format(name)
    kinds = {kind.kind: kind for kind in record_kinds(format).values()}
    told = [
        certain_records(format).certain(record, (kind.section.name, kind.name) if kind.section.name else (kind.name,))
        for section in sections_of(sample(name, records=100, seed=5))
        for record in section
        for kind in [kinds[type(record)]]
    ]
    assert len([each for each in told if each is None]) < len(told) / 20


class TestValues:
    @pytest.mark.parametrize(
        ("builtin", "text", "expected"),
        [
            ("string", "  any\n text ", True),
            ("string", "", True),
            ("token", "one two", True),
            ("token", "one  two", False),
            ("token", " one", False),
            ("normalizedString", "a\tb", False),
            ("anyURI", "https://example.org/a%20b?c=d#e", True),
            ("anyURI", "urn:x:1", True),
            ("anyURI", "mailto:a@example.org", True),
            ("anyURI", "not a URI", False),
            ("anyURI", "https://example.org/%zz", False),
            ("anyURI", "https://münchen.example/", False),
            ("anyURI", "https://[::1]/", False),
            ("anyURI", " https://example.org/", False),
            ("anyURI", "https://example.org/\n", False),
            ("language", "en-GB", True),
            ("language", "english!", False),
        ],
    )
    def test_texts_are_judged_by_the_type_of_the_schema(self, builtin: str, text: str, expected: bool) -> None:
        assert test_of(str, SimpleType(builtin=builtin))(text) is expected

    @pytest.mark.parametrize(
        ("builtin", "value", "expected"),
        [
            ("decimal", Decimal("12.50"), True),
            ("decimal", Decimal("NaN"), False),
            ("decimal", Decimal("1E+30"), False),
            ("decimal", Decimal("1E-30"), False),
            ("integer", 12, True),
            ("integer", 10**40, False),
            ("integer", True, False),
            ("boolean", False, True),
            ("base64Binary", b"abc", True),
            ("date", XmlDate(2026, 2, 28), True),
            ("date", XmlDate(2026, 2, 28, 60), True),
            ("date", XmlDate(2026, 2, 30), False),
            ("date", XmlDate(-1, 2, 3), False),
            ("date", XmlDate(2026, 2, 28, 900), False),
            ("dateTime", XmlDateTime(2026, 2, 28, 23, 59, 59), True),
            ("dateTime", XmlDateTime(2026, 2, 28, 24, 0, 0), False),
            ("dateTime", XmlDateTime(2026, 2, 28, 12, 0, 60), False),
            ("duration", XmlDuration("P1Y2M3DT4H"), True),
            ("duration", XmlDuration("-P1D"), False),
        ],
    )
    def test_other_values_are_judged_by_their_range(self, builtin: str, value: object, expected: bool) -> None:
        kind = {"integer": int}.get(builtin, type(value))
        assert test_of(kind, SimpleType(builtin=builtin))(value) is expected

    @pytest.mark.parametrize("text", ["P", "PT", "P1DT", "1D", "P1.5D", "P-1D"])
    def test_what_is_no_plain_duration_is_not_certain(self, text: str) -> None:
        duration = XmlDuration("P1D")
        duration.data = text
        assert not test_of(XmlDuration, SimpleType(builtin="duration"))(duration)

    def test_a_text_begins_as_its_pattern_says_and_is_long_enough(self) -> None:
        address = test_of(str, SimpleType(builtin="anyURI", patterns=("http://.*", "https://.*")))
        assert (address("https://example.org"), address("urn:x:1")) == (True, False)
        filled = test_of(str, SimpleType(builtin="string", shortest=1))
        assert (filled("a"), filled("")) == (True, False)

    def test_a_code_is_a_member_of_its_list(self) -> None:
        declared = SimpleType(builtin="token", codes=tuple(Code(value=each, name=each) for each in ("red", "blue")))
        colour = test_of(Colour, declared)
        assert (colour(Colour.RED), colour("red"), colour(None)) == (True, False, False)

    @pytest.mark.parametrize(
        ("kind", "declared"),
        [
            (Colour, SimpleType(builtin="token", codes=(Code(value="red", name="red"),))),
            (str, SimpleType(builtin="token", restricted=True)),
            (str, SimpleType(builtin="token", codes=(Code(value="red", name="red"),))),
            (str, SimpleType(builtin="string", patterns=("[ab]+",))),
            (str, SimpleType(builtin="date")),
            (Decimal, SimpleType(builtin="decimal", patterns=("1.*",))),
            (XmlDate, SimpleType(builtin="gYear")),
        ],
    )
    def test_of_what_the_schema_says_otherwise_nothing_can_be_told(self, kind: type, declared: SimpleType) -> None:
        with pytest.raises(UncertainError):
            test_of(kind, declared)


class TestRecords:
    def test_a_record_gives_its_ids_and_references(self) -> None:
        certain = certain_records(find_format("loms-2019")).certain
        opportunity = next(iter(sample("loms-2019", records=1, seed=1).learning_opportunities.learning_opportunity))
        opportunity.provided_by = [IdReference(idref="urn:x:p"), IdReference(idref="urn:x:q")]
        told = certain(opportunity, OPPORTUNITY)
        assert told is not None
        assert told.ids == {"id": opportunity.id}
        found = [(value, path) for _, value, path in told.found if "providedBy" in path]
        assert found == [("urn:x:p", "/providedBy[1]/@idref"), ("urn:x:q", "/providedBy[2]/@idref")]

    def test_nothing_is_told_of_what_is_not_as_its_class_says(self) -> None:
        certain = certain_records(find_format("loms-2019")).certain
        reference = QualificationRef(id="urn:x:1", identifier=Identifier(value="12"))
        assert certain(reference, REFERENCE) is not None
        reference.identifier = "12"  # type: ignore[assignment]
        assert certain(reference, REFERENCE) is None
        del reference.identifier
        assert certain(reference, REFERENCE) is None

    def test_nothing_is_told_of_an_object_of_another_class(self) -> None:
        assert certain_records(find_format("loms-2019")).certain("text", REFERENCE) is None


def way(path: str, attribute: str) -> Way | None:
    """The way from a legacy opportunity."""
    declared = declarations(find_format("loq-learning-opportunities"))
    declaration = declared.children(declared.root)["LearningOpportunity"]
    return way_to(plan_of(LegacyOpportunity), path, attribute, declared=declared, declaration=declaration)


class TestUniqueValues:
    @pytest.mark.parametrize(
        ("languages", "expected"),
        [
            ([LanguageCode.EN, LanguageCode.FR], True),
            ([LanguageCode.EN, LanguageCode.EN], False),
            ([LanguageCode.FR, None], True),
            # The schema takes an absent language for English.
            ([LanguageCode.EN, None], False),
            ([None, None], False),
            ([None], True),
            ([], True),
        ],
    )
    def test_values_that_must_differ_are_told_to(self, languages: list[LanguageCode | None], expected: bool) -> None:
        record = next(iter(sample("loq-learning-opportunities", records=1, seed=1).learning_opportunity))
        record.title = [I18nNonEmptyString(value="Bread", language=language) for language in languages]
        found = way("Title", "language")
        assert found is not None
        assert differ(record, (found,)) is expected

    def test_what_is_absent_and_has_no_default_is_like_nothing(self) -> None:
        reference = IdReference(idref="urn:x:1")
        reference.idref = None  # type: ignore[assignment]
        opportunity = next(iter(sample("loms-2019", records=1, seed=1).learning_opportunities.learning_opportunity))
        opportunity.provided_by = [reference, reference]
        assert differ(opportunity, (Way(fields=("provided_by", "idref")),))

    def test_items_of_several_lists_are_compared_with_each_other(self) -> None:
        opportunity = next(iter(sample("loms-2019", records=1, seed=1).learning_opportunities.learning_opportunity))
        opportunity.provided_by = [IdReference(idref="urn:x:1")]
        opportunity.has_part = [IdReference(idref="urn:x:1")]
        ways = Way(fields=("provided_by", "idref")), Way(fields=("has_part", "idref"))
        assert not differ(opportunity, ways)
        assert differ(opportunity, ways[:1])

    def test_there_is_no_way_to_an_attribute_that_the_class_does_not_have(self) -> None:
        assert way("Title", "lang") is None

    @pytest.mark.parametrize("path", [".//Title", "*", "unknown"])
    def test_a_way_that_the_classes_do_not_show_is_uncertain(self, path: str) -> None:
        with pytest.raises(UncertainError):
            way(path, "language")
