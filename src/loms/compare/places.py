"""Where the records of each format have what tells them apart: references, identifiers, home pages, names."""

from __future__ import annotations

import attrs

from loms.io.schema.xml_space import collapsed, normalized

__all__ = ["IDENTITIES", "LABELS", "REFERENCE_ATTRIBUTES", "REFERENCE_ELEMENTS", "STRONG_KEYS", "KeyPlace", "scoped"]

REFERENCE_ATTRIBUTES = {
    "loms-2019": frozenset({"idref", "targetFrameworkID"}),
    "elm-loq": frozenset({"idref"}),
}
"""The attributes that hold the id of another record."""

REFERENCE_ELEMENTS = {"qms-1.0": {("AssociatedWith", "Identifier"): "Agent"}}
"""The elements whose text is the id of another record, by their parent and name, with the kind of that record."""

IDENTITIES = {"qms-1.0": "kind"}
"""In which formats each kind of record has ids of its own. Elsewhere an id stands for one record of whatever kind."""


@attrs.frozen
class KeyPlace:
    """A child of a record by which people recognise it, whatever its id.

    Attributes:
        element: Local name of the element.
        value: Where it says the value: ``@uri`` and the like for an attribute, ``.`` for its own text, otherwise the
            local name of a child.
        scheme: Where it says in which scheme the value is unique, in the same way; None where there is no such thing.
    """

    element: str
    value: str = "."
    scheme: str | None = None


STRONG_KEYS = {
    "loms-2019": {
        "identifier": KeyPlace("identifier", scheme="@schemeID"),
        "homepage": KeyPlace("homepage", value="@uri"),
    },
    "loq-learning-opportunities": {"homepage": KeyPlace("Url")},
    "loq-qualifications": {"homepage": KeyPlace("Url")},
    "qms-1.0": {"identifier": KeyPlace("URI"), "homepage": KeyPlace("HomePage", value="URI")},
    "elm-loq": {
        "identifier": KeyPlace("identifier", value="notation", scheme="schemeId"),
        "homepage": KeyPlace("homepage", value="contentUrl"),
    },
}
"""What identifies a record whose id changed and whose content changed, too, the surest first."""

LABELS = ("title", "prefLabel", "legalName", "Title", "Name")
"""The children of a record that name it for people."""

_NO_URI = "\x1f"


def scoped(text: str, builtin: str, kind: str) -> str:
    r"""An id as it is looked for.

    Args:
        text: The id.
        builtin: Local name of the XSD type on which its type stands. In LOMS the ids of scoring schemes are no URIs,
            and never the same as one.
        kind: The kind of record, where each has ids of its own; else empty.

    Examples:
        >>> scoped(" urn:a\n", "anyURI", ""), scoped("urn:a", "normalizedString", "")
        ('urn:a', '\x1furn:a')
    """
    value = _NO_URI + normalized(text, builtin) if builtin == "normalizedString" else collapsed(text)
    return f"{kind}{_NO_URI}{value}" if kind else value
