"""The shapes in which declarations are handed out: elements, the order of children, values, ids and references."""

from __future__ import annotations

import attrs
from lxml import etree

from loms.io.schema.suggest import Code

__all__ = ["ElementDeclaration", "Identity", "SimpleType", "Slot"]


@attrs.frozen(eq=False, kw_only=True)
class SimpleType:
    """What values an attribute or a text may take.

    Attributes:
        builtin: Local name of the XSD type on which it stands, such as ``date``.
        codes: The allowed codes with their English names; empty where it is no code list.
        patterns: Regular expressions of which a value must match one; empty where any will do.
        default: The value that an absent attribute stands for, where the schema says one.
        shortest: How many characters it must have at least.
        restricted: Whether something else restricts the values, such as a greatest length or a pattern upon a pattern.
    """

    builtin: str
    codes: tuple[Code, ...] = ()
    patterns: tuple[str, ...] = ()
    default: str | None = None
    shortest: int = 0
    restricted: bool = False


@attrs.frozen(eq=False, kw_only=True)
class ElementDeclaration:
    """One declared element.

    Attributes:
        name: Local name.
        namespace: Its namespace.
        alone: Local name under which it can be validated by itself, in that namespace.
        node: Its ``xs:element``, where a reference has been followed.
    """

    name: str
    namespace: str
    alone: str
    node: etree._Element

    @property
    def tag(self) -> str:
        """Name with its namespace, as lxml writes it."""
        return f"{{{self.namespace}}}{self.name}"

    @property
    def tag_alone(self) -> str:
        """The same for the name under which it can be validated by itself."""
        return f"{{{self.namespace}}}{self.alone}"


@attrs.frozen(kw_only=True)
class Slot:
    """One place in the order of children.

    Attributes:
        elements: The elements that may stand there; several where there is a choice.
        required: Whether one must stand there.
        many: Whether several may stand there.
    """

    elements: tuple[ElementDeclaration, ...]
    required: bool
    many: bool


# Plans are looked up by all of them, often.
@attrs.frozen(kw_only=True, cache_hash=True)
class Identity:
    """A constraint on ids or references.

    Attributes:
        kind: ``unique``, ``key`` or ``keyref``.
        name: Its name in the schema.
        refer: Name of the key that a ``keyref`` refers to.
        paths: The elements it is about: local names or ``*``, with ``.//`` before them where depth does not matter.
        attribute: The attribute that holds the id or reference; for a text, the local name of its element.
        child: Name, with its namespace, of the child element that holds the id as its text; None for an attribute.
    """

    kind: str
    name: str
    refer: str | None
    paths: tuple[str, ...]
    attribute: str
    child: str | None = None
