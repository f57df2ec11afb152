"""Adopts documents of an earlier version of a format: their elements get the namespace of the present one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from lxml import etree

from loms.errors import Issue, Severity
from loms.formats import FORMATS, Format, FormerVersion
from loms.io.schema.lines import StartTagLines
from loms.io.schema.sources import local_name, source_line

__all__ = ["FormerAdoption", "former_version"]

_CODE = "FORMAT-FORMER"
_IN = etree.XPath("descendant-or-self::*[namespace-uri() = $namespace]")


def former_version(root: etree._Element) -> tuple[Format, FormerVersion] | None:
    """The format whose earlier version a document is of, and that version; None where it is of none.

    Args:
        root: The document element.

    Examples:
        >>> courses = etree.XML('<Courses xmlns="http://data.europa.eu/snb/model/ap/loq-constraints/"/>')
        >>> [each.name for each in former_version(courses)[:1]]
        ['elm-loq']
    """
    name = etree.QName(root)
    return next(
        (
            (format, former)
            for format in FORMATS
            if format.root == name.localname
            for former in format.former
            if former.namespace == name.namespace
        ),
        None,
    )


class FormerAdoption:
    """Adopts a document of an earlier version while it is read.

    Args:
        root: The document element as it is read.
        format: The format.
        former: The earlier version.
    """

    def __init__(self, root: etree._Element, format: Format, former: FormerVersion) -> None:
        self._root = root
        self._format = format
        self._former = former
        self._said = root.get(former.version_attribute)
        self._line = source_line(root)
        self.record_depth = format.record_depth
        """How deep the records lie below the document element."""
        self.set_aside: Mapping[str, str] = {}
        """The attributes of the document element that have no place: none."""

    def take_in(self, *, complete: bool) -> etree._Element:
        """Rename what has come since the last call.

        Args:
            complete: Whether the document has been read to its end.

        Returns:
            The document element, the same each time.
        """
        del complete
        if self._version is not None:
            self._root.set(self._former.version_attribute, self._format.version)
        self.rename(self._root)
        return self._root

    def rename(self, element: etree._Element) -> None:
        """Give an element and all in it the present namespace, as far as they are in the earlier one.

        Args:
            element: An element of the document.
        """
        for each in cast("list[etree._Element]", _IN(element, namespace=self._former.namespace)):
            each.tag = f"{{{self._format.namespace}}}{local_name(str(each.tag))}"

    def issues(self, source: str) -> tuple[Issue, ...]:
        """What is to be told of the adoption.

        Args:
            source: Name of the file.
        """
        version = self._version or self._former.versions[0]
        issue = Issue(
            code=_CODE,
            severity=Severity.INFO,
            message=f"This is version {version} of {self._format.name}. It was read as version {self._format.version}, "
            f"whose elements are in {self._format.namespace}.",
            remedy="Write it anew before you upload it: what is written is of the present version.",
            path=f"/{self._format.root}",
            line=self._line,
            source=source,
        )
        return (issue,)

    def lines(self, lines: StartTagLines) -> StartTagLines:
        """The lines of start tags as the document has them that `take_in` gives: the same.

        Args:
            lines: Those of the document as it is read.
        """
        return lines

    @property
    def _version(self) -> str | None:
        """What the document says of its version, if that is one of those that have the earlier namespace."""
        said = (self._said or "").strip()
        return said if said in self._former.versions else None
