"""The identifiers of qualifications in documents, in the form in which an index compares them."""

from __future__ import annotations

from collections.abc import Iterator

from loms.model import Identifier, Qualification, QualificationRef
from loms.resolve.spelling import normalized

__all__ = ["Identity", "identities_of", "scheme_of"]

Identity = tuple[str, str | None]
"""Value and scheme of an identifier, as they are compared."""


def identities_of(record: object) -> Iterator[tuple[Identifier, Identity]]:
    """The identifiers of a qualification, or of a reference to one; those that say nothing are left out.

    Args:
        record: A record, which may be read leniently. One of another kind has none.

    Examples:
        >>> named = Identifier(value="TBQ-0301", scheme_id=" ")
        >>> [identity for _, identity in identities_of(QualificationRef(id="urn:example:1", identifier=named))]
        [('TBQ-0301', None)]
    """
    if not isinstance(record, (Qualification, QualificationRef)):
        return
    given: object = record.identifier
    for each in given if isinstance(given, list) else [given]:
        if isinstance(each, Identifier) and isinstance(each.value, str) and each.value.strip():
            yield each, (normalized(each.value), scheme_of(each.scheme_id))


def scheme_of(scheme: str | None) -> str | None:
    """A scheme as it is compared; a blank one is none.

    Args:
        scheme: What stands in the document.
    """
    return normalized(scheme) if isinstance(scheme, str) and scheme.strip() else None
