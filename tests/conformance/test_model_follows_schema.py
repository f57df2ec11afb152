"""The generated dataclasses and enumerations say what our XSDs say, and nothing else.

One deviation is deliberate: the default of an attribute is not filled in, so that an absent attribute stays absent on
its way back into a file.
"""

import dataclasses
import importlib
import keyword
import re
import typing
from decimal import Decimal
from enum import Enum
from types import NoneType
from typing import Any

import pytest
from xmlschema.validators import XsdElement, XsdSimpleType
from xsdata.models.datatype import XmlDate, XmlDateTime, XmlDuration

from loms.formats import FORMATS, Format
from tests.conformance.places import each_format, xmlschema_schema
from tests.conformance.walk import (
    Expected,
    builtin_name,
    classes_in,
    classes_of,
    docstring,
    documentation,
    enumerations,
    expected_fields,
    hints,
    value_type,
    walked,
    words,
)

# Python types of the built-in types that the schemas use.
PYTHON_TYPES: dict[str, type] = {
    "anyURI": str,
    "base64Binary": bytes,
    "boolean": bool,
    "date": XmlDate,
    "dateTime": XmlDateTime,
    "decimal": Decimal,
    "duration": XmlDuration,
    "integer": int,
    "language": str,
    "normalizedString": str,
    "string": str,
    "token": str,
}

TEXTS = [name for name, found in PYTHON_TYPES.items() if found is str]

# Codes that no rule makes a name of.
NAMES_OF_MEMBERS = {"0": "ZERO", "1": "ONE"}
TEXT = "The content between the tags."

# Types that the standard has and no record of it.
UNUSED = {"elm-loq": {"AccreditationStatusRestrictionType", "SubjectRestrictionType"}}

each_class = pytest.mark.parametrize(
    ("owner", "declaration"),
    [
        pytest.param(owner, declaration, id=f"{kind.name}: {owner.__name__}")
        for kind in FORMATS
        for owner, declaration in walked(kind.name).classes.items()
    ],
)
each_code_list = pytest.mark.parametrize(
    ("owner", "codes"),
    [
        pytest.param(owner, codes, id=f"{kind.name}: {owner.__name__}")
        for kind in FORMATS
        for owner, codes in walked(kind.name).lists.items()
    ],
)


def letters(name: str) -> str:
    """A name without what distinguishes snake case from camel case."""
    return re.sub(r"[\W_]", "", name).lower()


def fields_of(owner: type, declaration: XsdElement) -> list[tuple[dataclasses.Field[Any], Expected]]:
    """The fields of a class beside those that the schema demands."""
    return list(zip(dataclasses.fields(owner), expected_fields(declaration), strict=True))


def xml_name(field: dataclasses.Field[Any]) -> str:
    """The name of the element or attribute that a field stands for, none for text and for repeated choices."""
    if field.metadata.get("type") not in ("Element", "Attribute"):
        return ""
    return str(field.metadata.get("name", field.name))


@each_format
class TestWholeModel:
    def test_every_type_that_a_document_can_use_has_one_class_and_every_class_one_type(self, kind: Format) -> None:
        walk = walked(kind.name)
        reached = [*walk.classes, *walk.lists]

        assert set(reached) == classes_of(kind)
        assert [owners for owners in walk.owners.values() if len(owners) != 1] == []
        assert len(walk.owners) == len(reached)

    def test_types_without_class_are_only_bases_and_parts_of_others(self, kind: Format) -> None:
        named = [each for each in xmlschema_schema(kind.name).types.values() if each.is_complex()]
        without_class = [each for each in named if id(each.elem) not in walked(kind.name).owners]
        bases = {each.base_type for each in named}

        assert {each.local_name for each in without_class if each not in bases} == UNUSED.get(kind.name, set())

    def test_the_package_shows_every_class(self, kind: Format) -> None:
        package = importlib.import_module(kind.model)

        assert set(package.__all__) == {owner.__name__ for owner in classes_of(kind)}
        assert all(getattr(package, owner.__name__) is owner for owner in classes_of(kind))

    def test_the_root_class_names_the_document_element(self, kind: Format) -> None:
        meta = vars(kind.load_root_class())["Meta"]

        assert meta.namespace == xmlschema_schema(kind.name).target_namespace == kind.namespace
        assert getattr(meta, "name", kind.root_class) == kind.root

    def test_members_have_the_names_that_the_design_promises(self, kind: Format) -> None:
        package = importlib.import_module(kind.model)
        promised = {
            "loms-2019": "Country.FRA Country.C1A0 Language.ENG Nuts.FR10 IscedF.F0613 EqfLevel.LEVEL_6",
            "loq-learning-opportunities": "CountryCode.FR EqfLevel.LEVEL_6 ThematicAreas2013.F0613 DurationCode.D3M",
            "loq-qualifications": "CountryCode.FR EqfLevel.LEVEL_6 ThematicAreas2013.F0613 NqfLevel.LEVEL_99",
            "loq-delete": "EntityType.LEARNING_OPPORTUNITY",
            "qms-1.0": "TextLanguage.EN TextLanguage.EU",
            "elm-loq": "Country.FRA Language.ENG Nuts.FR10 IscedF.F0613 EqfLevel.LEVEL_6 NqfLevel.C_C3234DF7 "
            "LearningOpportunityType.C05053C1CBE LearningOpportunityType.B2434CA358 SkillType.SKILL",
        }

        for name in promised[kind.name].split():
            owner, member = name.split(".")
            assert member in getattr(package, owner).__members__, name


@each_class
class TestClasses:
    def test_a_class_is_a_slotted_keyword_only_dataclass(self, owner: type, declaration: XsdElement) -> None:
        assert "__slots__" in vars(owner)
        assert all(field.kw_only for field in dataclasses.fields(owner))

    def test_fields_are_the_attributes_and_elements_in_order(self, owner: type, declaration: XsdElement) -> None:
        assert [(field.metadata.get("type", "Text"), xml_name(field)) for field in dataclasses.fields(owner)] == [
            (expected.kind, expected.name) for expected in expected_fields(declaration)
        ]

    def test_names_of_fields_are_the_xml_names_in_snake_case(self, owner: type, declaration: XsdElement) -> None:
        for field in dataclasses.fields(owner):
            assert re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)*_?", field.name), field.name
            assert field.name.endswith("_") == keyword.iskeyword(field.name.rstrip("_"))
            if xml_name(field):
                assert letters(field.name) == letters(xml_name(field))

    def test_elements_are_in_the_namespace_of_the_format(self, owner: type, declaration: XsdElement) -> None:
        meta = vars(owner).get("Meta")
        for field, expected in fields_of(owner, declaration):
            if expected.kind == "Element":
                namespace = field.metadata.get("namespace", getattr(meta, "namespace", None))
                assert namespace == expected.declarations[0].target_namespace

    def test_a_repeated_choice_is_one_field_with_its_elements_in_order(
        self, owner: type, declaration: XsdElement
    ) -> None:
        for field, expected in fields_of(owner, declaration):
            choices = field.metadata.get("choices", ())
            if expected.kind == "Elements":
                assert [f"{{{each['namespace']}}}{each['name']}" for each in choices] == [
                    each.name for each in expected.declarations
                ]
                assert [each["type"] for each in choices] == classes_in(hints(owner)[field.name])
            else:
                assert not choices

    def test_cardinality_shows_in_hint_default_and_metadata(self, owner: type, declaration: XsdElement) -> None:
        for field, expected in fields_of(owner, declaration):
            hint = hints(owner)[field.name]
            assert (typing.get_origin(hint) is list) == expected.is_list, field.name
            assert (NoneType in typing.get_args(hint)) == (not (expected.is_list or expected.is_required)), field.name
            assert self.default_of(field) == self.expected_default(expected), field.name
            assert field.metadata.get("min_occurs", 0) == (expected.least if expected.is_list else 0), field.name
            assert "max_occurs" not in field.metadata, field.name

    @staticmethod
    def default_of(field: dataclasses.Field[Any]) -> object:
        """What a field has when it is not given; a field without default says so."""
        if field.default_factory is not dataclasses.MISSING:
            return field.default_factory()
        return "required" if field.default is dataclasses.MISSING else field.default

    @staticmethod
    def expected_default(expected: Expected) -> object:
        """An empty list, None where it may be absent, an empty text for text that may be empty."""
        if expected.is_list:
            return []
        if not expected.is_required:
            return None
        is_text = expected.kind == "Text" and builtin_name(value_type(expected.declarations[0])) in TEXTS
        return "" if is_text else "required"

    def test_types_of_fields_are_those_of_the_schema(self, owner: type, declaration: XsdElement) -> None:
        walk = walked_with(owner)
        for field, expected in fields_of(owner, declaration):
            wanted: list[Any] = []
            for each in expected.declarations:
                if expected.kind != "Text" and each.type.is_complex():
                    wanted.extend(walk.owners[id(each.type.elem)])
                elif lists := enumerations(value_type(each)):
                    wanted.extend(found for codes in lists for found in walk.owners[id(codes.elem)])
                else:
                    wanted.append(PYTHON_TYPES[builtin_name(value_type(each))])
            assert classes_in(hints(owner)[field.name]) == wanted, field.name

    def test_facets_are_in_the_metadata(self, owner: type, declaration: XsdElement) -> None:
        for field, expected in fields_of(owner, declaration):
            facets = {name: field.metadata.get(name) for name in ("pattern", "min_length", "format", "max_length")}
            wanted: dict[str, Any] = dict.fromkeys(facets)
            first = expected.declarations[0]
            has_value = expected.kind in ("Text", "Attribute") or not first.type.is_complex()
            if has_value and not enumerations(value_type(first)):
                kind = value_type(first)
                wanted["pattern"] = "|".join(kind.patterns.regexps) if kind.patterns else None
                wanted["min_length"] = kind.min_length
                wanted["format"] = "base64" if builtin_name(kind) == "base64Binary" else None
            assert facets == wanted, field.name

    def test_docstrings_are_the_documentation_of_the_schema(self, owner: type, declaration: XsdElement) -> None:
        of_type = declaration if declaration.type.name is None or "Meta" in vars(owner) else declaration.type
        assert words(owner.__doc__) == documentation(of_type)
        for field, expected in fields_of(owner, declaration):
            if expected.kind == "Text":
                wanted = TEXT
            elif expected.kind == "Elements":
                names = [each.local_name for each in expected.declarations]
                wanted = f"In document order, each of: {', '.join(names)}."
            else:
                wanted = documentation(expected.declarations[0])
            assert docstring(owner, field.name) == wanted, field.name


def walked_with(owner: type) -> Any:
    """The walk in which a class was met."""
    return next(walked(kind.name) for kind in FORMATS if owner in walked(kind.name).classes)


@each_code_list
class TestCodeLists:
    def test_members_are_the_codes_in_order(self, owner: type[Enum], codes: XsdSimpleType) -> None:
        assert codes.enumeration is not None
        assert [member.value for member in owner] == codes.enumeration
        assert len(owner.__members__) == len(codes.enumeration)

    def test_names_of_members_are_the_last_segments_of_the_codes(self, owner: type[Enum], codes: XsdSimpleType) -> None:
        for member in owner:
            segment = re.split(r"[/#]", str(member.value))[-1]
            assert re.fullmatch(r"[A-Z][A-Z0-9_]*", member.name), member
            if segment[0].isdigit():
                assert letters(member.name).endswith(letters(segment)) or member.name == NAMES_OF_MEMBERS[segment]
            else:
                assert letters(member.name) == letters(segment)

    def test_every_member_has_its_english_name_as_docstring(self, owner: type[Enum], codes: XsdSimpleType) -> None:
        names = []
        for facet in codes.elem.iterfind(".//{*}enumeration"):
            found = facet.find("{*}annotation/{*}documentation")
            assert found is not None
            names.append(words("".join(found.itertext())))

        assert all(names)
        assert [docstring(owner, member.name) for member in owner] == names

    def test_the_docstring_is_the_documentation_of_the_list(self, owner: type[Enum], codes: XsdSimpleType) -> None:
        holder = codes if codes.name is not None else codes.parent
        assert words(owner.__doc__) == documentation(holder)
