"""A record beside its declaration: the paths of the elements in it, and the types of their attributes."""

from __future__ import annotations

from lxml import etree

from loms.formats import Format
from loms.io.schema.declarations import Declarations
from loms.io.schema.declared import ElementDeclaration
from loms.io.schema.faults import FaultFinder
from loms.io.schema.places import Places, lineage
from loms.io.schema.sources import local_name
from loms.io.schema.xml_space import collapsed

__all__ = ["DeclaredRecord", "record_id"]


class DeclaredRecord:
    """A record, which stays as it is meanwhile.

    Args:
        record: Its element.
        declaration: How it is declared.
        declared: The declarations of its format.
        finder: Finds how the elements in it are declared.
    """

    def __init__(
        self, record: etree._Element, declaration: ElementDeclaration, declared: Declarations, finder: FaultFinder
    ) -> None:
        self._record = record
        self._declaration = declaration
        self._declared = declared
        self._finder = finder
        self._places = Places(record)

    def path_in(self, element: etree._Element) -> str:
        """The path of an element from the record; numbered where there are or may be several of the name.

        Args:
            element: The record, or an element in it.
        """
        steps: list[str] = []
        declared: ElementDeclaration | None = self._declaration
        for each in lineage(element, self._record)[1:]:
            name = local_name(str(each.tag))
            number, count = self._places.number(each)
            several = count > 1 or (declared is not None and name in self._declared.repeatable(declared))
            steps.append(f"/{name}[{number}]" if several else f"/{name}")
            declared = None if declared is None else self._declared.child(declared, each)
        return "".join(steps)

    def builtin_of(self, element: etree._Element, attribute: str | None) -> str | None:
        """The XSD type on which the type of an attribute or of a text stands, or None where it is not declared.

        Where an attribute can be nothing but a URI it is told to be one, be it declared for this element or not.

        Args:
            element: The record, or an element in it.
            attribute: Name of the attribute; None for the text of the element.
        """
        if attribute is not None and self._declared.is_always_uri(str(element.tag), attribute):
            return "anyURI"
        declared = self._finder.declaration_of(element, self._record, self._declaration)
        if declared is None:
            return None
        kind = (
            self._declared.text(declared) if attribute is None else self._declared.attributes(declared).get(attribute)
        )
        return None if kind is None else kind.builtin


def record_id(record: etree._Element, format: Format) -> str | None:
    """The identifier of a record, or None where it has none.

    Args:
        record: Its element.
        format: The format of its document.
    """
    where = format.record_id
    if where.startswith("@"):
        text = record.get(where.removeprefix("@"))
    else:
        holder = record if where == "." else next(record.iterchildren(f"{{{format.namespace}}}{where}"), None)
        text = None if holder is None else holder.text
    return (collapsed(text) or None) if text else None
