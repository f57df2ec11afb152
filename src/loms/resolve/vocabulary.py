"""How a format calls the records that refer to each other, and where they do, as far as following links goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import attrs
from lxml import etree

from loms.links import LOMS_LINKS, LinkShape
from loms.resolve.readers import elm_loq, loms_2019
from loms.resolve.readers.findings import Reader

__all__ = ["ELM_LOQ", "LOMS_2019", "VOCABULARIES", "Vocabulary"]


@attrs.frozen(eq=False, kw_only=True)
class Vocabulary:
    """The words of a format for records and links. Places are paths such as ``specifiedBy/@idref``.

    Attributes:
        format: Name of the format.
        reference: Kind of the records that stand for qualifications of other datasets.
        goals: The kinds of records that say what is learned, and of those that stand for them.
        starts: Where an opportunity says to what it leads.
        onward: Where the way from there goes on, by kind.
        links: Which records need nobody who refers to them, and which references lead in no circle.
        text_ids: Names of the elements whose ids are plain texts, not URIs.
        table: Name of the table of links.
        reader: Reads the records that say what is learned.
        titles: Finds the titles of any record by language.
        identifiers: Finds the identifiers of any record, each with its scheme.
        is_swept: Whether ``loms sweep`` takes out what nobody needs.
    """

    format: str
    reference: str
    goals: tuple[str, ...]
    starts: tuple[str, ...]
    onward: Mapping[str, tuple[str, ...]]
    links: LinkShape
    text_ids: tuple[str, ...]
    table: str
    reader: Reader
    titles: Callable[[etree._Element], Mapping[str, str]]
    identifiers: Callable[[etree._Element], Iterable[tuple[str, str | None]]]
    is_swept: bool


LOMS_2019 = Vocabulary(
    format="loms-2019",
    reference="qualificationRef",
    goals=("learningSpecification", "qualification", "qualificationRef"),
    starts=("specifiedBy/@idref",),
    onward={
        "learningSpecification": ("learningActivitySpecification/@idref",),
        "qualification": ("learningActivitySpecification/@idref", "specializationOf/@idref"),
        "learningActivitySpecification": ("teaches/@idref", "hasPart/@idref"),
    },
    links=LOMS_LINKS,
    text_ids=("scoringScheme", "gradingScheme"),
    table="links",
    reader=loms_2019.READER,
    titles=loms_2019.titles_of,
    identifiers=loms_2019.identifiers_of,
    is_swept=True,
)
"""The words of LOMS 2019."""

ELM_LOQ = Vocabulary(
    format="elm-loq",
    reference="qualificationReference",
    goals=("learningAchievementSpecification", "qualification", "qualificationReference"),
    starts=("learningAchievementSpecification/@idref", "learningActivitySpecification/@idref"),
    onward={
        "learningAchievementSpecification": ("influencedBy/@idref",),
        "qualification": ("influencedBy/@idref", "specialisationOf/@idref"),
        "learningActivitySpecification": ("influences/@idref", "hasPart/@idref"),
    },
    links=LinkShape(
        roots=("learningOpportunity", "qualification"),
        about={
            "learningActivitySpecification": "influences/@idref",
            "learningAssessmentSpecification": "proves/@idref",
            "learningEntitlementSpecification": "entitledBy/@idref",
            "accreditation": "organisation/@idref",
            "group": "member/@idref",
        },
        ways_that_end=(
            "hasPart/@idref",
            "isPartOf/@idref",
            "specialisationOf/@idref",
            "generalisationOf/@idref",
            "hasSubOrganization/@idref",
            "subOrganizationOf/@idref",
        ),
    ),
    text_ids=(),
    table="elm_links",
    reader=elm_loq.READER,
    titles=elm_loq.titles_of,
    identifiers=elm_loq.identifiers_of,
    is_swept=False,
)
"""The words of ELM LOQ."""

VOCABULARIES: Mapping[str, Vocabulary] = {each.format: each for each in (LOMS_2019, ELM_LOQ)}
"""The formats in which references can be followed, by name."""
