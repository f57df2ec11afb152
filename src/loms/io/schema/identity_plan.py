"""Works out where the ids and references of a kind of record are, from the selectors of the schema."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import cast

import attrs
from lxml import etree

from loms.io.schema.declared import Identity

__all__ = ["Plan", "Reference", "Target", "Way", "make_plan", "selected", "within"]


@attrs.frozen(kw_only=True)
class Target:
    """What one constraint looks at in one kind of record.

    Attributes:
        number: Number of the constraint.
        search: Finds the elements that hold the values.
        attribute: The attribute that is the value; None where it is the text of the element.
    """

    number: int
    search: etree.XPath
    attribute: str | None

    def value_of(self, element: etree._Element) -> str:
        """The value that an element holds, which the search has found.

        Args:
            element: The element.
        """
        return (element.text if self.attribute is None else element.get(self.attribute)) or ""


@attrs.frozen(kw_only=True)
class Way:
    """How a path of the schema leads from a record to elements in it.

    Attributes:
        tags: The tags on the way, from below: first that of the elements themselves. ``*`` is any.
        from_anywhere: Whether there may be more elements between the last of them and the record.
    """

    tags: tuple[str, ...]
    from_anywhere: bool

    def leads_to(self, element: etree._Element, record: etree._Element) -> bool:
        """Whether an element of a record is one of them.

        Args:
            element: The element, or the record itself.
            record: The record.
        """
        above: etree._Element | None = element
        for tag in self.tags:
            if above is None or above is record or tag not in ("*", above.tag):
                return False
            above = above.getparent()
        return self.from_anywhere or above is record


@attrs.frozen(kw_only=True)
class Reference:
    """Which elements refer to something by one constraint.

    Attributes:
        number: Number of the constraint.
        attribute: The attribute that refers.
        ways: The ways to them.
    """

    number: int
    attribute: str
    ways: tuple[Way, ...]

    def is_made_by(self, element: etree._Element, record: etree._Element) -> bool:
        """Whether an element of a record is one of them.

        Args:
            element: The element, or the record itself.
            record: The record.
        """
        if element.get(self.attribute) is None:
            return False
        for way in self.ways:  # noqa: SIM110 - any() takes twice the time, which each reference of a file pays
            if way.leads_to(element, record):
                return True
        return False


@attrs.frozen(kw_only=True)
class Plan:
    """What to look at in one kind of record.

    Attributes:
        ids: Attributes of the record itself that must be unique.
        keys: Those of them that must be there.
        inner: Attributes and texts of elements in it that must be unique.
        references: What refers to something, by the tag of the element that refers.
    """

    ids: tuple[str, ...]
    keys: tuple[str, ...]
    inner: tuple[Target, ...]
    references: dict[str, tuple[Reference, ...]]

    def references_in(self, record: etree._Element) -> list[tuple[etree._Element, Reference]]:
        """The elements that refer to something, each with what it does so by."""
        references = self.references
        if not references:
            return []
        # One look at each element is quicker than a search for each constraint.
        return [
            (element, reference)
            for element in record.iter(*references)
            for reference in references[element.tag]
            if reference.is_made_by(element, record)
        ]


# Bounded, since a hostile file may have any names.
@functools.lru_cache(maxsize=1_000)
def make_plan(identities: tuple[Identity, ...], names: tuple[str, ...], *, namespace: str) -> Plan:
    """Work out what to look at in one kind of record.

    Args:
        identities: The constraints of the document element.
        names: Local names on the way from below the document element to the record.
        namespace: Namespace of the format.
    """
    ids: dict[str, bool] = {}
    inner: list[Target] = []
    references: dict[str, tuple[Reference, ...]] = {}
    for number, identity in enumerate(identities):
        rests = [rest for path in identity.paths if (rest := within(path, names)) is not None]
        if "" in rests and identity.kind != "keyref" and identity.child is None:
            ids[identity.attribute] = ids.get(identity.attribute, False) or identity.kind == "key"
        elif rests and identity.kind != "keyref":
            inner.append(_target(number, identity, rests, namespace))
        elif rests:
            ways = tuple(_way(rest, namespace) for rest in rests)
            reference = Reference(number=number, attribute=identity.attribute, ways=ways)
            for tag in dict.fromkeys(_tag(rest.rpartition("/")[2] or names[-1], namespace) for rest in rests):
                references[tag] = (*references.get(tag, ()), reference)
    return Plan(
        ids=tuple(ids),
        keys=tuple(attribute for attribute, is_key in ids.items() if is_key),
        inner=tuple(inner),
        references=references,
    )


def _target(number: int, identity: Identity, rests: Sequence[str], namespace: str) -> Target:
    attribute, namespaces = identity.attribute, {"n": namespace}
    held = f"[@{attribute}]"
    if identity.child is not None:
        namespaces["c"] = str(etree.QName(identity.child).namespace)
        held = f"/c:{attribute}"
    search = " | ".join(_search(rest, held) for rest in rests)
    return Target(
        number=number,
        search=etree.XPath(search, namespaces=namespaces),
        attribute=attribute if identity.child is None else None,
    )


def selected(search: etree.XPath, record: etree._Element) -> list[etree._Element]:
    """The elements that a search finds in a record."""
    return cast("list[etree._Element]", search(record))


def _search(path: str, held: str) -> str:
    """The XPath that finds what holds the values below a record, with ``n`` for the namespace.

    Examples:
        >>> _search(".//unit/code", "[@ref]"), _search("", "[@ref]"), _search(".//unit", "/c:code")
        ('.//n:unit/n:code[@ref]', 'self::*[@ref]', './/n:unit/c:code')
    """
    if not path:
        return f"self::*{held}"
    anywhere = ".//" if path.startswith(".//") else ""
    steps = path.removeprefix(".//").split("/")
    return anywhere + "/".join(step if step == "*" else f"n:{step}" for step in steps) + held


def _way(path: str, namespace: str) -> Way:
    """The way that a path below a record means.

    Examples:
        >>> _way(".//unit/code", "urn:x")
        Way(tags=('{urn:x}code', '{urn:x}unit'), from_anywhere=True)
        >>> _way("", "urn:x")
        Way(tags=(), from_anywhere=False)
    """
    steps = path.removeprefix(".//").split("/") if path else []
    return Way(tags=tuple(_tag(step, namespace) for step in reversed(steps)), from_anywhere=path.startswith(".//"))


def _tag(step: str, namespace: str) -> str:
    return step if step == "*" else f"{{{namespace}}}{step}"


@functools.lru_cache(maxsize=10_000)
def within(path: str, names: tuple[str, ...]) -> str | None:
    """What is left of a path below a record: an empty text for the record itself, None where it leads elsewhere.

    Examples:
        >>> within("*/*", ("agents", "agent")), within("agents/agent/unit", ("agents", "agent"))
        ('', 'unit')
        >>> within(".//unit", ("agents", "agent")), within("courses/course", ("agents", "agent"))
        ('.//unit', None)
    """
    if path.startswith(".//"):
        return path
    steps = path.split("/")
    if len(steps) < len(names):
        return None
    if any(step not in ("*", name) for step, name in zip(steps, names, strict=False)):
        return None
    return "/".join(steps[len(names) :])
