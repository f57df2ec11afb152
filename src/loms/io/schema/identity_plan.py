"""Works out where the ids and references of a kind of record are, from the selectors of the schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import attrs
from lxml import etree

from loms.io.schema.declared import Identity
from loms.io.schema.sources import local_name

__all__ = ["Plan", "Target", "make_plan", "selected", "within"]


@attrs.frozen(kw_only=True)
class Target:
    """What one constraint looks at in one kind of record."""

    number: int
    search: etree.XPath


@attrs.frozen(kw_only=True)
class Plan:
    """What to look at in one kind of record.

    Attributes:
        kind: Number of the kind.
        ids: Attributes of the record itself that must be unique.
        keys: Those of them that must be there.
        inner: Attributes of elements in it that must be unique.
        references: What refers to something, by the name of the element that refers.
        any_reference: Finds all elements that refer to something; None where there can be none.
    """

    kind: int
    ids: tuple[str, ...]
    keys: tuple[str, ...]
    inner: tuple[Target, ...]
    references: dict[str, tuple[Target, ...]]
    any_reference: etree.XPath | None

    def references_in(self, record: etree._Element) -> Iterator[tuple[etree._Element, int]]:
        """The elements that refer to something, each with the number of the constraint."""
        if self.any_reference is None:
            return
        for element in selected(self.any_reference, record):
            targets = self.references.get(local_name(str(element.tag)), ())
            for target in targets:
                if len(targets) == 1 or element in selected(target.search, record):
                    yield element, target.number


def make_plan(identities: tuple[Identity, ...], names: tuple[str, ...], *, kind: int, namespace: str) -> Plan:
    """Work out what to look at in one kind of record.

    Args:
        identities: The constraints of the document element.
        names: Local names on the way from below the document element to the record.
        kind: Number of the kind.
        namespace: Namespace of the format.
    """
    ids: dict[str, bool] = {}
    inner: list[Target] = []
    references: dict[str, tuple[Target, ...]] = {}
    searches: list[str] = []
    for number, identity in enumerate(identities):
        rests = [rest for path in identity.paths if (rest := within(path, names)) is not None]
        if "" in rests and identity.kind != "keyref":
            ids[identity.attribute] = ids.get(identity.attribute, False) or identity.kind == "key"
        elif rests:
            search = " | ".join(_search(rest, identity.attribute) for rest in rests)
            target = Target(number=number, search=_compiled(search, namespace))
            if identity.kind != "keyref":
                inner.append(target)
                continue
            searches.append(search)
            for name in {rest.rpartition("/")[2] or names[-1] for rest in rests}:
                references[name] = (*references.get(name, ()), target)
    return Plan(
        kind=kind,
        ids=tuple(ids),
        keys=tuple(attribute for attribute, is_key in ids.items() if is_key),
        inner=tuple(inner),
        references=references,
        any_reference=_compiled(" | ".join(searches), namespace) if searches else None,
    )


def _compiled(search: str, namespace: str) -> etree.XPath:
    return etree.XPath(search, namespaces={"n": namespace})


def selected(search: etree.XPath, record: etree._Element) -> list[etree._Element]:
    """The elements that a search finds in a record."""
    return cast("list[etree._Element]", search(record))


def _search(path: str, attribute: str) -> str:
    """The XPath that finds what a path means below a record, with ``n`` for the namespace.

    Examples:
        >>> _search(".//unit/code", "ref"), _search("", "ref")
        ('.//n:unit/n:code[@ref]', 'self::*[@ref]')
    """
    if not path:
        return f"self::*[@{attribute}]"
    anywhere = ".//" if path.startswith(".//") else ""
    steps = path.removeprefix(".//").split("/")
    return anywhere + "/".join(step if step == "*" else f"n:{step}" for step in steps) + f"[@{attribute}]"


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
