"""Which records and references shape the links of a dataset, as data."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

__all__ = ["LOMS_LINKS", "LinkShape"]


@attrs.frozen(eq=False, kw_only=True)
class LinkShape:
    """What a format says of its links. Places are paths such as ``hasPart/@idref``.

    Attributes:
        roots: The kinds of records that need nobody who refers to them.
        about: Where records say themselves what they are about, by kind: they need nobody who refers to them either.
        ways_that_end: The places along which no record may lead back to itself.
    """

    roots: tuple[str, ...]
    about: Mapping[str, str]
    ways_that_end: tuple[str, ...]


LOMS_LINKS = LinkShape(
    roots=("learningOpportunity", "qualification"),
    about={
        "learningActivitySpecification": "teaches/@idref",
        "assessmentSpecification": "proves/@idref",
        "entitlementSpecification": "mayResultFrom/@idref",
    },
    ways_that_end=("hasPart/@idref", "specializationOf/@idref", "hasUnit/@idref", "unitOf/@idref"),
)
"""The links of LOMS 2019."""
