"""Compares two records field by field: what was added, removed or changed, and what only stands in another order."""

from __future__ import annotations

import hashlib
import itertools
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import attrs

from loms.compare.entries import FieldChange, FieldDifference
from loms.compare.likeness import are_translations, features_of, likeness
from loms.compare.nodes import TEXT, Node
from loms.compare.shown import both_shortened
from loms.convert.accounting import shortened

__all__ = ["KIND", "FieldComparer", "Names", "digests_of"]

KIND = "name()"
"""The step of a path that stands for the name of the element itself."""

Names = Callable[[str], str]
"""Gives for the id to which a record refers what is the same in both releases if the record referred to is."""

Digests = tuple[bytes, bytes]
"""Of the content whatever its order, and of the content in its order."""

_Pair = tuple[int | None, int | None]

_MOST_LOOKED_AT = 2_500
"""How many pairs of repeated elements are looked at to find out which belong together."""


def digests_of(node: Node, names: Names, kept: dict[Node, Digests] | None = None) -> Digests:
    """Digests of what an element says, but for the id of the record.

    Args:
        node: The element.
        names: What stands in the place of ids to which it refers.
        kept: Keeps the digests of all elements in it; None for none of them.

    Returns:
        A digest that is the same in whatever order the elements stand in it, and one that is not.
    """
    values = sorted((name, _compared(node, name, names)) for name in node.values if name != node.identity)
    said = (node.name, _compared(node, TEXT, names), values)
    inner = [digests_of(child, names, kept) for child in node.children]
    digests = (
        _digest(said, sorted(content for content, _ in inner)),
        _digest(said, [ordered for _, ordered in inner]),
    )
    if kept is not None:
        kept[node] = digests
    return digests


def _digest(*parts: object) -> bytes:
    return hashlib.blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=16).digest()


@attrs.define(eq=False)
class FieldComparer:
    """Compares one record with another.

    Attributes:
        old_names: What stands in the place of ids to which the old record refers.
        new_names: The same for the new one.
    """

    old_names: Names
    new_names: Names
    _digests: dict[Node, Digests] = attrs.field(factory=dict, init=False)

    def changes(self, old: Node, new: Node) -> tuple[FieldChange, ...]:
        """What differs, in the order of the old record.

        Args:
            old: The old record.
            new: The new record.
        """
        self._digests.clear()
        digests_of(old, self.old_names, self._digests)
        digests_of(new, self.new_names, self._digests)
        if old.name == new.name:
            return tuple(self._of_pair(old, new, old.name))
        path = f"{old.name}/{KIND}"
        kind = FieldChange(path=path, difference=FieldDifference.CHANGED, old=old.name, new=new.name)
        return (kind, *self._differences(old, new, old.name))

    def _differences(self, old: Node, new: Node, path: str) -> Iterator[FieldChange]:
        language = new.language or old.language
        for name in (TEXT, *sorted(old.values.keys() | new.values.keys())):
            if name not in (old.identity, new.identity):
                yield from self._value(old, new, name, path, language)
        yield from self._inner(old, new, path)
        yield from self._order_of_choice(old, new, path)

    def _value(self, old: Node, new: Node, name: str, path: str, language: str | None) -> Iterator[FieldChange]:
        if _compared(old, name, self.old_names) == _compared(new, name, self.new_names):
            return
        where = path if name == TEXT else f"{path}/@{name}"
        spoken = language if name == TEXT else None
        yield _change(where, old=_written(old, name), new=_written(new, name), language=spoken)

    def _children(self, olds: Sequence[Node], news: Sequence[Node], path: str) -> Iterator[FieldChange]:
        """Compare the elements of one name that stand side by side."""
        pairs = self._pairs(olds, news)
        for at, to in pairs:
            if at is not None and to is not None:
                where = f"{path}{_position(olds, at)}"
                yield from self._of_pair(olds[at], news[to], where)
        for at, to in pairs:
            if to is None and at is not None:
                yield from _leaves(olds[at], f"{path}{_position(olds, at)}", is_new=False)
            elif at is None and to is not None:
                yield from _leaves(news[to], f"{path}{_position(news, to)}", is_new=True)
        if not _is_in_order(to for at, to in pairs if at is not None and to is not None):
            yield FieldChange(path=path, difference=FieldDifference.REORDERED)

    def _inner(self, old: Node, new: Node, path: str) -> Iterator[FieldChange]:
        """Compare the elements in two elements, name by name."""
        olds, news = _by_name(old), _by_name(new)
        for name in {**olds, **news}:
            yield from self._children(olds.get(name, ()), news.get(name, ()), f"{path}/{name}")

    def _of_pair(self, old: Node, new: Node, path: str) -> Iterator[FieldChange]:
        (content, ordered), (new_content, new_ordered) = self._digests[old], self._digests[new]
        if ordered == new_ordered:
            return
        if content == new_content:
            yield from self._orders(old, new, path)
        else:
            yield from self._differences(old, new, path)

    def _orders(self, old: Node, new: Node, path: str) -> Iterator[FieldChange]:
        """Where the order differs in two elements that say the same."""
        yield from self._inner(old, new, path)
        yield from self._order_of_choice(old, new, path)

    def _order_of_choice(self, old: Node, new: Node, path: str) -> Iterator[FieldChange]:
        """Whether children of several names, each in its order, take turns in another way."""
        common = Counter(_names(old)) & Counter(_names(new))
        if _turns(old, common) != _turns(new, common):
            yield FieldChange(path=path, difference=FieldDifference.REORDERED)

    def _pairs(self, olds: Sequence[Node], news: Sequence[Node]) -> list[_Pair]:
        """Which elements belong together: first those that say the same, then those that are most alike.

        Of equal ones those are taken that stand alike from the beginning or from the end, so that a change of one of
        them is no change of their order.
        """
        said, says = ([self._digests[node][0] for node in nodes] for nodes in (olds, news))
        found = _at_both_ends(said, says)
        taken = set(found.values())
        waiting: dict[bytes, deque[int]] = {}
        for to, digest in enumerate(says):
            if to not in taken:
                waiting.setdefault(digest, deque()).append(to)
        for at, digest in enumerate(said):
            if at not in found and (same := waiting.get(digest)):
                found[at] = same.popleft()
        rest = [at for at in range(len(olds)) if at not in found]
        others = sorted(itertools.chain.from_iterable(waiting.values()))
        found.update(self._alike(olds, news, rest, others))
        matched = set(found.values())
        return [
            *((at, found.get(at)) for at in range(len(olds))),
            *((None, to) for to in range(len(news)) if to not in matched),
        ]

    def _alike(
        self, olds: Sequence[Node], news: Sequence[Node], rest: Sequence[int], others: Sequence[int]
    ) -> dict[int, int]:
        if len(rest) * len(others) > _MOST_LOOKED_AT:
            candidates = [(0.0, at, to) for at, to in zip(rest, others, strict=False)]
        else:
            features = {
                id(node): features_of(node) for node in (*(olds[at] for at in rest), *(news[to] for to in others))
            }
            candidates = [
                (-likeness(features[id(olds[at])], features[id(news[to])]), at, to) for at in rest for to in others
            ]
        found: dict[int, int] = {}
        taken: set[int] = set()
        for _, at, to in sorted(candidates):
            if at not in found and to not in taken and not are_translations(olds[at], news[to]):
                found[at] = to
                taken.add(to)
        return found


def _at_both_ends(olds: Sequence[bytes], news: Sequence[bytes]) -> dict[int, int]:
    """The places of what is equal from the beginning on, and from the end back.

    Examples:
        >>> _at_both_ends([b"a", b"b", b"b"], [b"a", b"c", b"b"])
        {0: 0, 2: 2}
    """
    most = min(len(olds), len(news))
    first = next((number for number in range(most) if olds[number] != news[number]), most)
    ends = range(1, most - first + 1)
    last = next((number for number in ends if olds[-number] != news[-number]), most - first + 1)
    return {
        **{number: number for number in range(first)},
        **{len(olds) - number: len(news) - number for number in range(last - 1, 0, -1)},
    }


def _compared(node: Node, name: str, names: Names) -> str | None:
    """A value as it is compared; nothing of the id of the record itself."""
    if name == node.identity:
        return None
    if name in node.references:
        return names(node.references[name])
    return _written(node, name)


def _written(node: Node, name: str) -> str | None:
    return node.value if name == TEXT else node.values.get(name)


def _change(path: str, *, old: str | None, new: str | None, language: str | None) -> FieldChange:
    if old is not None and new is not None:
        shown_old, shown_new = both_shortened(old, new)
        return FieldChange(
            path=path, difference=FieldDifference.CHANGED, old=shown_old, new=shown_new, language=language
        )
    if old is not None:
        return FieldChange(path=path, difference=FieldDifference.REMOVED, old=shortened(old), language=language)
    return FieldChange(path=path, difference=FieldDifference.ADDED, new=shortened(new or ""), language=language)


def _leaves(node: Node, path: str, *, is_new: bool) -> Iterator[FieldChange]:
    """All that an element says, as added or removed."""
    if node.value is not None or not (node.values or node.children):
        value = node.value or ""
        yield _change(path, old=None if is_new else value, new=value if is_new else None, language=node.language)
    for name in sorted(node.values):
        value = node.values[name]
        yield _change(f"{path}/@{name}", old=None if is_new else value, new=value if is_new else None, language=None)
    seen: Counter[str] = Counter()
    for child in node.children:
        seen[child.name] += 1
        where = f"{path}/{child.name}" + (f"[{seen[child.name]}]" if child.repeats else "")
        yield from _leaves(child, where, is_new=is_new)


def _position(nodes: Sequence[Node], at: int) -> str:
    return f"[{at + 1}]" if nodes[at].repeats or len(nodes) > 1 else ""


def _by_name(node: Node) -> dict[str, list[Node]]:
    found: dict[str, list[Node]] = {}
    for child in node.children:
        found.setdefault(child.name, []).append(child)
    return found


def _turns(node: Node, common: Mapping[str, int]) -> list[str]:
    """The names of the children one after the other, but only so many of each as are common."""
    taken: Counter[str] = Counter()
    found = []
    for name in _names(node):
        taken[name] += 1
        if taken[name] <= common.get(name, 0):
            found.append(name)
    return found


def _names(node: Node) -> Iterator[str]:
    return (child.name for child in node.children)


def _is_in_order(numbers: Iterable[int]) -> bool:
    return all(one < other for one, other in itertools.pairwise(numbers))
