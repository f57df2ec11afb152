"""Takes in documents that begin like none of any format: those of QMS 1.0, and those of earlier versions.

Their elements get the names that our schemas give them, while they are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from lxml import etree

from loms.errors import Issue
from loms.formats import Format, find_format, format_of_root
from loms.io.adopting_former import FormerAdoption, former_version
from loms.io.adopting_qms import QmsAdoption, is_qms, may_be_qms
from loms.io.schema.lines import StartTagLines

__all__ = ["Adoption", "adopted_format", "adoption_of", "is_undecided"]


class Adoption(Protocol):
    """Adopts a document while it is read.

    Attributes:
        record_depth: How deep the records lie below the document element as it is read.
        set_aside: The attributes of the document element as it is read that have no place.
    """

    record_depth: int
    set_aside: Mapping[str, str]

    def take_in(self, *, complete: bool) -> etree._Element:
        """Rename what has come since the last call; gives the document element of our schema, the same each time."""

    def rename(self, element: etree._Element) -> None:
        """Give an element and all in it the names of our schema, as far as they do not have them."""

    def issues(self, source: str) -> tuple[Issue, ...]:
        """What is to be told of the adoption."""

    def lines(self, lines: StartTagLines) -> StartTagLines:
        """The lines of start tags as the document has them that `take_in` gives."""


def adopted_format(root: etree._Element) -> Format | None:
    """The format of a document that begins like none but is adopted, or None.

    Args:
        root: The document element; what is not there yet is taken not to be there.

    Examples:
        >>> adopted_format(etree.XML("<data><Qualifications><Qualification><Identifier/></Qualification>"
        ...                          "</Qualifications></data>")).name
        'qms-1.0'
        >>> adopted_format(etree.XML("<Qualifications><Qualification><Title/></Qualification></Qualifications>"))
    """
    former = former_version(root)
    if former is not None:
        return former[0]
    return find_format("qms-1.0") if is_qms(root) else None


def is_undecided(root: etree._Element) -> bool:
    """Whether it is still open what format a document has that is being read, as far as it has come.

    Args:
        root: The document element.
    """
    return not _is_known(root) and former_version(root) is None and may_be_qms(root)


def adoption_of(root: etree._Element) -> Adoption | None:
    """What adopts a document while it is read, or None for one whose document element is that of a format.

    Args:
        root: The document element as it is read.
    """
    if _is_known(root):
        return None
    former = former_version(root)
    return QmsAdoption(root) if former is None else FormerAdoption(root, *former)


def _is_known(root: etree._Element) -> bool:
    name = etree.QName(root)
    return format_of_root(namespace=name.namespace, root=name.localname) is not None
