"""Takes out of a document what its typed model has no place for, and says of each piece what it was.

What is left can be bound without any loss, so that nothing vanishes in between.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, cast

import attrs
from lxml import etree

from loms.formats import Format
from loms.io.binding import XSI, context
from loms.io.left_out import Cause, LeftOut
from loms.io.schema.content import name_in
from loms.io.schema.sources import is_element, local_name, source_line
from loms.io.schema.xml_space import collapsed, is_white_space

if TYPE_CHECKING:
    from xsdata.formats.dataclass.models.elements import XmlMeta, XmlVar

__all__ = ["At", "Siblings", "Walk", "Whole", "attributes_left_out", "cause_of", "take_out"]

_SECRET = "key"  # noqa: S105 - the name of the upload key, however it is written
# They tell where schemas are and choose among classes, of which there is no choice here.
_HINTS = frozenset(f"{{{XSI}}}{name}" for name in ("type", "nil", "schemaLocation", "noNamespaceSchemaLocation"))


def take_out(tree: etree._ElementTree, format: Format) -> tuple[LeftOut, ...]:
    """Take out of a document all that its typed model has no place for.

    Elements are removed from texts, which are kept whole.

    Args:
        tree: The document; it is changed.
        format: Its format.

    Returns:
        What was taken out, in the order of the document.

    Examples:
        >>> from loms.formats import find_format
        >>> tree = etree.ElementTree(etree.XML('<Delete xmlns="http://ec.europa.eu/delete/v0_1_1" Note="2019">'
        ...     '<Id>Q<b>-</b>1</Id><Why>old</Why></Delete>'))
        >>> [(each.place, each.value, each.lost) for each in take_out(tree, find_format("loq-delete"))]
        [('Delete/@Note', '2019', True), ('Id/b', '-', False), ('Delete/Why[1]', 'old', True)]
        >>> etree.tostring(tree)
        b'<Delete xmlns="http://ec.europa.eu/delete/v0_1_1"><Id>Q-1</Id></Delete>'
    """
    walk = Walk(format)
    walk.enter(tree.getroot(), walk.top)
    return tuple(walk.found)


def attributes_left_out(
    attributes: Mapping[str, str], *, path: str, line: int | None, cause: Cause
) -> tuple[LeftOut, ...]:
    """Say of attributes of the document element, or of what stands directly in it, that they were left out.

    Args:
        attributes: Their values by name.
        path: Path of the element, such as ``/QualificationMetadata``.
        line: Its line, where it is known.
        cause: Why.
    """
    at = At(path=path, place=path.removeprefix("/"), level=0, meta=None, var=None)
    return tuple(
        _attribute(name, value, at, line=line, cause=cause, anchor=None)
        for name, value in attributes.items()
        if name not in _HINTS
    )


@attrs.frozen(kw_only=True)
class At:
    """Where the walk is.

    Attributes:
        path: Path of the element, as in issues.
        place: Path from its record on, or from the document element on.
        level: How deep it lies below the document element.
        meta: What xsdata knows about its class, or None where it has none.
        var: What it knows about the field that holds it, or None for one that is not known.
        in_record: Whether it is a record or stands in one.
        secret: Whether what is in it must appear nowhere.
    """

    path: str
    place: str
    level: int
    meta: XmlMeta | None
    var: XmlVar | None
    in_record: bool = False
    secret: bool = False


@attrs.frozen
class Whole:
    """The whole of which all is left out: why, and its path."""

    cause: Cause
    anchor: str


class Siblings:
    """The children of an element as they come, one after the other.

    Args:
        at: Where the element is.
        format: The format of the document.
    """

    def __init__(self, at: At, format: Format) -> None:
        self.at = at
        self._depth = format.record_depth
        self._numbers: Counter[str] = Counter()
        self._repeatable = _repeatable(at.meta)

    def locate(self, child: etree._Element, *, total: int) -> At:
        """The place of the next child, numbered as in issues.

        Args:
            child: The child.
            total: How many of its name there are, which matters in records only.
        """
        at, level = self.at, self.at.level + 1
        tag = str(child.tag)
        name = local_name(tag)
        self._numbers[name] += 1
        number = self._numbers[name]
        var = next(iter(at.meta.find_children(tag)), None) if at.meta is not None else None
        if level < self._depth:
            several = number > 1
        elif level == self._depth:
            several = var is None or var.list_element or number > 1
        else:
            several = total > 1 or name in self._repeatable
        step = f"{name}[{number}]" if several else name
        is_record = level == self._depth and var is not None and var.list_element
        return At(
            path=f"{at.path}/{step}",
            place=name if is_record else f"{at.place}/{step}",
            level=level,
            meta=_meta(var, at.meta),
            var=var,
            in_record=at.in_record or is_record,
            secret=at.secret or _is_secret(name),
        )


class Walk:
    """Goes through a document, or through elements of it, and takes out of them.

    Args:
        format: The format of the document.

    Attributes:
        found: What was taken out.
        line_of: Tells the line of an element.
    """

    def __init__(self, format: Format) -> None:
        self._format = format
        self.found: list[LeftOut] = []
        self.line_of: Callable[[etree._Element], int | None] = source_line

    @property
    def top(self) -> At:
        """Where the document element is."""
        meta = context().build(self._format.load_root_class())
        name = self._format.root
        return At(path=f"/{name}", place=name, level=0, meta=meta, var=None)

    def enter(self, element: etree._Element, at: At, whole: Whole | None = None) -> None:
        """Go through an element that has a place, or give an account of one that has none: of all of the whole.

        Args:
            element: The element.
            at: Where it is.
            whole: What is left out as a whole, and the element with it; None where it has a place.
        """
        begun = len(self.found)
        if whole is not None:
            self._all_of(element, at, whole)
        else:
            self.attributes(element, at, remove=True)
            if at.meta is None or at.meta.text is not None:
                self._value(element, at)
            else:
                self._children(element, at)
        if at.in_record and at.level == self._format.record_depth:
            record = self._record_id(element)
            self.found[begun:] = [attrs.evolve(each, record=record) for each in self.found[begun:]]

    def attributes(self, element: etree._Element, at: At, *, remove: bool) -> None:
        """Give an account of the attributes that the class does not have, and remove them where that is wanted."""
        for name, value in list(_attributes_of(element)):
            if at.meta is not None and at.meta.find_attribute(name) is not None:
                continue
            if remove:
                del element.attrib[name]
            line = self.line_of(element)
            self.found.append(_attribute(name, value, at, line=line, cause=Cause.UNKNOWN_ATTRIBUTE, anchor=None))

    def _value(self, element: etree._Element, at: At) -> None:
        """Remove the elements from a value. A text keeps theirs, as does a code, number or date that has no other."""
        if not len(element):
            return
        own = "".join(_texts_of(element))
        var = at.var if at.meta is None else at.meta.text
        is_text = var is None or str in var.types
        if is_text or is_white_space(own):
            own = "".join(cast("Iterator[str]", element.itertext()))
            whole = Whole(Cause.MARKUP, at.path)
        else:
            whole = Whole(Cause.NESTED_ELEMENT, at.path)
        for child, below in self._located(element, at):
            self.enter(child, below, whole)
        for child in list(element):
            element.remove(child)
        element.text = own

    def _children(self, element: etree._Element, at: At) -> None:
        """Take out the children and texts that have no place in an element that holds elements or nothing."""
        stray = Whole(Cause.STRAY_TEXT, at.path)
        assigned: set[int] = set()
        located = self._located(element, at)
        self.text(element.text, element, at, stray)
        element.text = None
        for child, below in located:
            cause = cause_of(below.var, assigned)
            self.enter(child, below, None if cause is None else Whole(cause, below.path))
            self.text(child.tail, element, at, stray)
            child.tail = None
            if cause is not None:
                element.remove(child)

    def _all_of(self, element: etree._Element, at: At, whole: Whole) -> None:
        """Give an account of all that an element says."""
        begun = len(self.found)
        self.all_attributes(element, at, whole)
        self.text(element.text, element, at, whole)
        for child, below in self._located(element, at):
            self.enter(child, below, whole)
            self.text(child.tail, element, at, whole)
        if len(self.found) == begun:
            self.note("", element, at, whole)

    def all_attributes(self, element: etree._Element, at: At, whole: Whole) -> None:
        """Give an account of all attributes of an element."""
        line = self.line_of(element)
        for name, value in _attributes_of(element):
            self.found.append(_attribute(name, value, at, line=line, cause=whole.cause, anchor=whole.anchor))

    def text(self, text: str | None, element: etree._Element, at: At, whole: Whole) -> None:
        """Give an account of a text, if there is one."""
        if not is_white_space(text):
            self.note((text or "").strip(), element, at, whole)

    def note(self, value: str, element: etree._Element, at: At, whole: Whole) -> None:
        """Give an account of a text, or of an element that says nothing."""
        self.found.append(
            LeftOut(
                cause=whole.cause,
                anchor=whole.anchor,
                path=at.path,
                place=at.place,
                line=self.line_of(element),
                record=None,
                language=element.get("language"),
                value=None if at.secret else value,
                lost=bool(value.strip()) and whole.cause is not Cause.MARKUP,
            )
        )

    def _located(self, element: etree._Element, at: At) -> list[tuple[etree._Element, At]]:
        """The children of an element, each with its place; numbered as in issues."""
        children = [child for child in element if is_element(child)]
        totals = Counter(local_name(str(child.tag)) for child in children)
        siblings = Siblings(at, self._format)
        return [(child, siblings.locate(child, total=totals[local_name(str(child.tag))])) for child in children]

    def _record_id(self, record: etree._Element) -> str:
        where = self._format.record_id
        if where.startswith("@"):
            return collapsed(record.get(where.removeprefix("@"), ""))
        if where == ".":
            return collapsed(record.text or "")
        child = next((child for child in record if name_in(child, self._format.namespace) == where), None)
        return "" if child is None else collapsed(child.text or "")


def cause_of(var: XmlVar | None, assigned: set[int]) -> Cause | None:
    """Why a child has no place, or None where it has one, which is taken then."""
    if var is None:
        return Cause.UNKNOWN_ELEMENT
    if not var.list_element:
        if var.index in assigned:
            return Cause.REPEATED_ELEMENT
        assigned.add(var.index)
    return None


def _meta(var: XmlVar | None, parent: XmlMeta | None) -> XmlMeta | None:
    """What xsdata knows about the class of a child."""
    if var is None or var.clazz is None:
        return None
    return context().fetch(var.clazz, None if parent is None else parent.namespace)


def _repeatable(meta: XmlMeta | None) -> frozenset[str]:
    """The names of the children of which there may be several."""
    if meta is None:
        return frozenset()
    fields = [var for variables in meta.elements.values() for var in variables]
    choices = [var for choice in meta.choices for var in choice.elements.values()]
    return frozenset(var.local_name for var in (*fields, *choices) if var.list_element)


def _attribute(name: str, value: str, at: At, *, line: int | None, cause: Cause, anchor: str | None) -> LeftOut:
    """The account of an attribute, which is the whole that was left out where there is no other."""
    local = local_name(name)
    path = f"{at.path}/@{local}"
    return LeftOut(
        cause=cause,
        anchor=anchor or path,
        path=path,
        place=f"{at.place}/@{local}",
        line=line,
        record=None,
        value=None if at.secret or _is_secret(local) else value.strip(),
        lost=bool(value.strip()),
    )


def _is_secret(name: str) -> bool:
    return name.lower() == _SECRET


def _attributes_of(element: etree._Element) -> Iterator[tuple[str, str]]:
    attributes = cast("Mapping[str, str]", element.attrib)
    return ((name, value) for name, value in attributes.items() if name not in _HINTS)


def _texts_of(element: etree._Element) -> Iterator[str]:
    """The texts that stand directly in an element."""
    return (text for text in (element.text, *(child.tail for child in element)) if text)
