"""What the constraints on ids and references look for, on the way from a record down to its elements."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from loms.io.schema.declared import Identity
from loms.io.schema.identity_plan import within

__all__ = ["Search", "below", "searches_in"]


@attrs.frozen(kw_only=True)
class Search:
    """What one constraint looks for from an element on.

    Attributes:
        number: Number of the constraint.
        steps: The tags of the elements that lead to what holds the value; ``*`` is any. None left: the element itself.
        anywhere: Whether there may be more elements before the first step.
        attribute: Name of the attribute that is the value; None for the text.
        required: Whether the value must be there.
    """

    number: int
    steps: tuple[str, ...]
    anywhere: bool
    attribute: str | None
    required: bool


def searches_in(identities: tuple[Identity, ...], names: tuple[str, ...], namespace: str) -> frozenset[Search]:
    """What is looked for in a kind of record: references, and values in it that must be unique.

    The ids of the record itself are not among it.

    Args:
        identities: The constraints of the document element.
        names: Local names on the way from below the document element to the record.
        namespace: Namespace of the format.
    """
    found = set()
    for number, identity in enumerate(identities):
        for path in identity.paths:
            rest = within(path, names)
            if rest is None or (rest == "" and identity.kind != "keyref" and identity.child is None):
                continue
            steps = rest.removeprefix(".//").split("/") if rest else []
            tags = [step if step == "*" else f"{{{namespace}}}{step}" for step in steps]
            found.add(
                Search(
                    number=number,
                    steps=(*tags, *([] if identity.child is None else [identity.child])),
                    anywhere=rest.startswith(".//"),
                    attribute=identity.attribute if identity.child is None else None,
                    required=identity.kind == "key",
                )
            )
    return frozenset(found)


def below(searches: Iterable[Search], tag: str) -> frozenset[Search]:
    """What is looked for from a child on.

    Args:
        searches: What is looked for from its parent on.
        tag: Name of the child, with its namespace.

    Examples:
        >>> search = Search(number=0, steps=("b", "c"), anywhere=True, attribute="id", required=False)
        >>> [(each.steps, each.anywhere) for each in sorted(below([search], "b"), key=str)]
        [(('b', 'c'), True), (('c',), False)]
        >>> [each.steps for each in below(below([search], "b"), "c") if not each.anywhere]
        [()]
    """
    found = {each for each in searches if each.anywhere}
    for each in searches:
        if each.steps and each.steps[0] in ("*", tag):
            found.add(attrs.evolve(each, steps=each.steps[1:], anywhere=False))
    return frozenset(found)
