"""Says of each LOMS record whether it can be converted to ELM, why it cannot, and what it becomes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from loms.convert.identifiers import is_any_uri
from loms.convert.loms_to_elm.codes import elm_code
from loms.convert.loms_to_elm.countries import organization_country
from loms.convert.loms_to_elm.homepages import has_homepage, other_homepage
from loms.convert.loms_to_elm.levels import has_levels
from loms.convert.loms_to_elm.reading import has_text
from loms.convert.refusing import CannotConvertError, no_title

if TYPE_CHECKING:
    from loms.convert.from_loms.dataset import Record
    from loms.convert.loms_to_elm.context import Context

__all__ = ["ELEMENTS", "SPECIFICATIONS", "problems_of", "target_of"]

ELEMENTS: Mapping[str, str] = MappingProxyType(
    {
        "learningOpportunity": "learningOpportunity",
        "learningSpecification": "learningAchievementSpecification",
        "qualification": "qualification",
        "qualificationRef": "qualificationReference",
        "learningOutcome": "learningOutcome",
        "learningActivitySpecification": "learningActivitySpecification",
        "assessmentSpecification": "learningAssessmentSpecification",
        "entitlementSpecification": "learningEntitlementSpecification",
        "organization": "organisation",
        "scoringScheme": "gradingScheme",
    }
)
"""The element of ELM that a record becomes, by that of LOMS. A framework becomes none."""

SPECIFICATIONS = ("learningSpecification", "qualification", "qualificationRef")
"""What an opportunity may lead to."""

_DOWNGRADED = "specification"
_TITLES = MappingProxyType({"learningOutcome": "prefLabel", "organization": "prefLabel"})
_NAMED = frozenset(
    {
        "learningOpportunity",
        "learningSpecification",
        "qualification",
        "learningOutcome",
        "organization",
        "scoringScheme",
    }
)
"""Records that need a title of their own."""


def problems_of(record: Record, context: Context) -> Sequence[CannotConvertError]:
    """Why a record cannot be converted; nothing where it can.

    Args:
        record: A LOMS record.
        context: What all records share.
    """
    return list(_problems(record, context))


def target_of(record: Record, context: Context) -> str:
    """Name of the element of ELM that a record becomes, if it can be converted.

    Args:
        record: A LOMS record.
        context: What all records share.
    """
    if record.kind == "qualification" and not has_levels(record.node, context.settings):
        return ELEMENTS["learningSpecification"]
    return ELEMENTS.get(record.kind, "")


def _problems(record: Record, context: Context) -> Iterator[CannotConvertError]:
    if not record.id.strip():
        yield CannotConvertError(
            code="CONVERT-NO-ID",
            message=f"The {record.kind} number {record.number} has no id.",
            remedy="Give it one (the attribute id).",
            path=f"{record.kind}/@id",
        )
    elif context.dataset.locate(record.id, record.kind) != (record.kind, record.number):
        yield CannotConvertError(
            code="CONVERT-DUPLICATE-ID",
            message=f"The id {record.id} is there more than once, and this record is not the first.",
            remedy="Give every record an id of its own.",
            path=f"{record.kind}/@id",
        )
    elif record.kind != "scoringScheme" and not is_any_uri(record.id):
        yield CannotConvertError(
            code="CONVERT-NO-ID",
            message=f"The id {record.id!r} is no URI.",
            remedy="Give the record an id that is one, such as https://data.example.org/course/1.",
            path=f"{record.kind}/@id",
        )
    title = _TITLES.get(record.kind, "title")
    if record.kind in _NAMED and not has_text(record.node, title):
        yield no_title(f"{record.kind}/{title}")
    check = _CHECKS.get(record.kind)
    if check is not None:
        yield from check(record, context)


def _opportunity(record: Record, context: Context) -> Iterator[CannotConvertError]:
    node = record.node
    for name, kinds, what, code in (
        ("providedBy", ("organization",), "provider", "CONVERT-NO-PROVIDER"),
        ("specifiedBy", SPECIFICATIONS, "specification", "CONVERT-NO-SPECIFICATION"),
    ):
        found = [context.dataset.locate(held.value, *kinds) for held in node.all(f"{name}/@idref")]
        if not any(each is not None and context.becomes(*each) for each in found):
            yield CannotConvertError(
                code=code,
                message=f"The opportunity has no {what} that can be converted.",
                remedy=f"Complete the {what}, as the messages about it say.",
                path=f"learningOpportunity/{name}",
            )
    if not has_homepage(node) and not other_homepage(node, context):
        yield CannotConvertError(
            code="CONVERT-NO-PAGE",
            message="ELM requires a homepage of an opportunity, and neither it nor its specification has one.",
            remedy="Give it the address of its own page, or say what to take instead (setting missing_homepage).",
            path="learningOpportunity/homepage",
        )


def _specification(record: Record, context: Context) -> Iterator[CannotConvertError]:
    if not any(elm_code("isced-f", held.value).uri for held in record.node.all("hasISCED-FCode/@uri")):
        yield CannotConvertError(
            code="CONVERT-NO-SUBJECT",
            message="The record names no field of education of ISCED-F.",
            remedy="Give it one (hasISCED-FCode).",
            path=f"{record.kind}/hasISCED-FCode",
        )


def _qualification(record: Record, context: Context) -> Iterator[CannotConvertError]:
    yield from _specification(record, context)
    settings = context.settings
    if settings.missing_level != _DOWNGRADED and not has_levels(record.node, settings):
        yield CannotConvertError(
            code="CONVERT-NO-LEVEL",
            message="ELM requires a level of the EQF and one of a national framework of a qualification, and this one "
            "has no such pair that ELM knows.",
            remedy="Give it a national framework and its level (nqfLevel), or let it become a learning achievement "
            "specification (setting missing_level).",
            path="qualification/nqfLevel",
        )


def _reference(record: Record, context: Context) -> Iterator[CannotConvertError]:
    notation = next((held.value for held in record.node.all("identifier")), "")
    if not notation.strip():
        yield CannotConvertError(
            code="CONVERT-NO-ID",
            message="The reference to a qualification has no identifier.",
            remedy="Give it that of the qualification.",
            path="qualificationRef/identifier",
        )
    elif not context.is_holder(record, notation):
        yield CannotConvertError(
            code="CONVERT-DUPLICATE-ID",
            message=f"Another reference has the identifier {notation!r}, which ELM takes only once in a file.",
            remedy="Refer to the qualification by one reference only.",
            path="qualificationRef/identifier",
        )


def _entitlement(record: Record, context: Context) -> Iterator[CannotConvertError]:
    for name, code_list in (("type", "entitlement-type"), ("status", "entitlement-status")):
        if not any(elm_code(code_list, held.value).uri for held in record.node.all(f"{name}/@uri")[:1]):
            yield CannotConvertError(
                code="CONVERT-UNKNOWN-CODE",
                message=f"The entitlement has no {name} that ELM knows.",
                remedy="Use a code of the list.",
                path=f"entitlementSpecification/{name}",
            )


def _organization(record: Record, context: Context) -> Iterator[CannotConvertError]:
    if not organization_country(record.node, context.settings):
        yield CannotConvertError(
            code="CONVERT-NO-COUNTRY",
            message="ELM requires the country of an organization, and this one names none that ELM knows.",
            remedy="Give one of its places a country of today, or allow later codes (setting successor_codes).",
            path="organization/hasLocation",
        )


_CHECKS: Mapping[str, Callable[[Record, Context], Iterator[CannotConvertError]]] = MappingProxyType(
    {
        "learningOpportunity": _opportunity,
        "learningSpecification": _specification,
        "qualification": _qualification,
        "qualificationRef": _reference,
        "entitlementSpecification": _entitlement,
        "organization": _organization,
    }
)
