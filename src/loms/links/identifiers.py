"""Finds the identifiers of records of LOMS and ELM, each with its scheme."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from loms.formats import find_format

__all__ = ["elm_identifiers", "loms_identifiers"]

_LOMS = f"{{{find_format('loms-2019').namespace}}}"
_ELM = f"{{{find_format('elm-loq').namespace}}}"
_NOTATION = f"{{{dict(find_format('elm-loq').prefixes)['skos']}}}notation"


def loms_identifiers(record: etree._Element) -> Iterator[tuple[etree._Element, str | None]]:
    """The elements whose texts are the identifiers of a record of LOMS, each with its scheme, if it says one.

    Args:
        record: The element of the record.

    Examples:
        >>> record = etree.fromstring(f'<a xmlns="{_LOMS[1:-1]}"><identifier schemeID="urn:s">1</identifier></a>')
        >>> [(element.text, scheme) for element, scheme in loms_identifiers(record)]
        [('1', 'urn:s')]
    """
    for identifier in record.iterchildren(f"{_LOMS}identifier"):
        yield identifier, identifier.get("schemeID")


def elm_identifiers(record: etree._Element) -> Iterator[tuple[etree._Element, str | None]]:
    """The same for ELM: the scheme is the type of the notation, or else what names it.

    Args:
        record: The element of the record.
    """
    for identifier in record.iterchildren(f"{_ELM}identifier"):
        for notation in identifier.iterchildren(_NOTATION):
            names = (
                "".join(map(str, each.itertext()))
                for name in ("schemeId", "schemeName")
                for each in identifier.iterchildren(f"{_ELM}{name}")
            )
            yield notation, next((each for each in (notation.get("type") or "", *names) if each.strip()), None)
