"""Checks ids and references across a whole file: what must be unique is, and what is referred to is there."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator

import attrs
from lxml import etree

from loms.formats import Format
from loms.io.schema.declared import Identity
from loms.io.schema.identity_plan import Plan, Target, make_plan, selected, within
from loms.io.schema.identity_texts import (
    comparable,
    dangling_texts,
    duplicate_message,
    padded_texts,
    unpadded,
    wrong_kind_texts,
)
from loms.io.schema.messages import REMEDIES, Fault
from loms.io.schema.suggest import Effort, nearest_names
from loms.text_numbers import TextNumbers

__all__ = ["DanglingReference", "Duplicate", "IdentityCheck", "RecordPlace"]


@attrs.frozen(kw_only=True)
class RecordPlace:
    """Where a record stands.

    Attributes:
        order: Sorts records in the order of the document.
        kind: XPath of the records of its kind, without a number.
        number: Which of them it is, counted from 1; 0 where there is only one.
        name: Its identifier, where it has one.
    """

    order: int
    kind: str
    number: int
    name: str | None

    @property
    def path(self) -> str:
        """XPath of the record."""
        return f"{self.kind}[{self.number}]" if self.number else self.kind


@attrs.frozen(kw_only=True)
class Duplicate:
    """An id that was there before.

    Attributes:
        element: The element that holds it.
        attribute: The attribute that it is; None where it is the text of the element.
        message: What is wrong.
        remedy: What to do about it.
    """

    element: etree._Element
    attribute: str | None
    message: str
    remedy: str


@attrs.frozen(kw_only=True)
class DanglingReference:
    """A reference to an id that the file does not have, or not on the right kind of record."""

    place: RecordPlace
    path: str
    line: int
    message: str
    remedy: str


# How many numbers make a place, and a reference.
_PLACE = 4
_REFERENCE = 5
_KIND_BITS = 16
# Lines behind it are not told; four bytes hold it.
_LAST_LINE = (1 << 32) - 1


class IdentityCheck:
    """Collects ids and references record by record, and says at the end which references lead nowhere.

    Only ids and open references are kept, a few bytes each.

    Args:
        format: The format of the file.
        identities: The constraints of its document element.
    """

    def __init__(self, format: Format, identities: tuple[Identity, ...]) -> None:
        self._format = format
        self._identities = identities
        self._numbers = {each.name: number for number, each in enumerate(identities)}
        by_name = {each.name: each for each in identities}
        self._keys = [None if each.refer is None else by_name.get(each.refer) for each in identities]
        self._plans: dict[tuple[str, ...], Plan] = {}
        self._kinds: list[tuple[str, ...]] = []
        # By the name of a constraint: the kinds of record that it is about, out of how many kinds.
        self._covered: dict[str, tuple[int, frozenset[int]]] = {}
        self._texts = TextNumbers()
        # By attribute, then by the number of the text: line and kind of the first record that has the id, packed.
        self._ids: dict[str, array[int]] = {}
        self._more_kinds: dict[tuple[str, int], set[int]] = {}
        # By constraint, then by the number of the text: one more than the line of the first element that holds it.
        self._inner: dict[int, array[int]] = {}
        # Flat lists of numbers: order, kind, number, name of a place; and constraint, value, place, line, path of a
        # reference that was open when it was met.
        self._places = array("I")
        self._open = array("I")

    def concerns(self, names: tuple[str, ...]) -> bool:
        """Whether any constraint is about a kind of record or what it holds.

        Args:
            names: Local names on the way from below the document element to the record.
        """
        plan = self._plan(names)
        return bool(plan.ids or plan.inner or plan.references)

    def missing_keys(self, record: etree._Element, names: tuple[str, ...]) -> list[str]:
        """The attributes that a record lacks, without which nothing can refer to it.

        Args:
            record: A record.
            names: Local names on the way from below the document element to the record.
        """
        return [attribute for attribute in self._plan(names).keys if record.get(attribute) is None]

    def taken(
        self,
        record: etree._Element,
        *,
        names: tuple[str, ...],
        builtin_of: Callable[[etree._Element, str | None], str | None],
    ) -> Iterator[Duplicate]:
        """The ids of a record that are there already; nothing is taken out of it.

        Args:
            record: As for `collect`.
            names: As for `collect`.
            builtin_of: As for `collect`.
        """
        plan = self._plan(names)
        for attribute in plan.ids:
            value = record.get(attribute)
            if value is not None:
                value = comparable(value, builtin_of(record, attribute))
                if any(self._collide(attribute, plan.kind, kind) for kind in self._kinds_with(attribute, value)):
                    yield _duplicate(record, attribute, value, 0)
        for target in plan.inner:
            own: set[str] = set()
            for element in selected(target.search, record):
                value = comparable(target.value_of(element), builtin_of(element, target.attribute))
                if value in own or self._is_inner(target.number, value):
                    yield self._duplicate_of(target, element, value, 0)
                own.add(value)

    def collect(
        self,
        record: etree._Element,
        *,
        names: tuple[str, ...],
        place: RecordPlace,
        line_of: Callable[[etree._Element], int | None],
        path_in: Callable[[etree._Element], str],
        builtin_of: Callable[[etree._Element, str | None], str | None],
    ) -> Iterator[Duplicate]:
        """Take the ids and references out of a record.

        Args:
            record: A record, complete.
            names: Local names on the way from below the document element to the record.
            place: Where the record stands.
            line_of: Tells the line of an element.
            path_in: Tells the path of an element from the record, beginning with a slash.
            builtin_of: Tells the XSD type on which the type of an attribute stands, or that of the text of an element.

        Yields:
            Ids that were there before.
        """
        plan = self._plan(names)
        for attribute in plan.ids:
            value = record.get(attribute)
            if value is not None:
                value = comparable(value, builtin_of(record, attribute))
                yield from self._add_id(record, attribute, value, plan.kind, line_of(record) or 0)
        for target in plan.inner:
            yield from self._add_inner(record, target, line_of, builtin_of)
        at: int | None = None
        for element, reference in plan.references_in(record):
            attribute = reference.attribute
            value = comparable(element.get(attribute, ""), builtin_of(element, attribute))
            key = self._keys[reference.number]
            if key is None or self._is_known(value, key):
                continue
            if at is None:
                at = self._keep(place)
            line = line_of(element) or 0
            line = line if line <= _LAST_LINE else 0
            number, path = self._texts.add(value), self._texts.add(f"{path_in(element)}/@{attribute}")
            self._open.extend((reference.number, number, at, line, path))

    def dangling(self, effort: Effort) -> Iterator[DanglingReference]:
        """The references that lead nowhere, when all records have been collected.

        Args:
            effort: Bounds the search for what was meant.
        """
        texts = self._texts
        for at in range(0, len(self._open), _REFERENCE):
            number, value, place_at, line, path = self._open[at : at + _REFERENCE]
            key = self._keys[number]
            if key is None or self._is_id(value, key) or self._is_known(texts[value], key):
                continue
            order, kind, count, name = self._places[place_at : place_at + _PLACE]
            place = RecordPlace(order=order, kind=texts[kind], number=count, name=texts[name - 1] if name else None)
            message, remedy = self._explain(texts[path], texts[value], key, effort)
            yield DanglingReference(
                place=place, path=place.path + texts[path], line=line, message=message, remedy=remedy
            )

    def _keep(self, place: RecordPlace) -> int:
        """Keep the place of a record, and tell where it is kept."""
        at = len(self._places)
        name = 0 if place.name is None else self._texts.add(place.name) + 1
        self._places.extend((place.order, self._texts.add(place.kind), place.number, name))
        return at

    def _plan(self, names: tuple[str, ...]) -> Plan:
        plan = self._plans.get(names)
        if plan is None:
            kind = len(self._kinds)
            self._kinds.append(names)
            plan = make_plan(self._identities, names, kind=kind, namespace=self._format.namespace)
            self._plans[names] = plan
        return plan

    def _add_id(self, record: etree._Element, attribute: str, value: str, kind: int, line: int) -> Iterator[Duplicate]:
        number = self._texts.add(value)
        known = self._ids.get(attribute)
        if known is None:
            known = self._ids[attribute] = array("Q")
        _grow(known, number)
        if not known[number]:
            known[number] = line << _KIND_BITS | kind + 1
            return
        first = known[number] >> _KIND_BITS
        others = self._more_kinds.setdefault((attribute, number), {_kind(known[number])})
        if any(self._collide(attribute, kind, other) for other in others):
            yield _duplicate(record, attribute, value, first)
        others.add(kind)

    def _add_inner(
        self,
        record: etree._Element,
        target: Target,
        line_of: Callable[[etree._Element], int | None],
        builtin_of: Callable[[etree._Element, str | None], str | None],
    ) -> Iterator[Duplicate]:
        known = self._inner.setdefault(target.number, array("Q"))
        for element in selected(target.search, record):
            value = comparable(target.value_of(element), builtin_of(element, target.attribute))
            number = self._texts.add(value)
            _grow(known, number)
            if known[number]:
                yield self._duplicate_of(target, element, value, known[number] - 1)
            else:
                known[number] = (line_of(element) or 0) + 1

    def _duplicate_of(self, target: Target, element: etree._Element, value: str, line: int) -> Duplicate:
        name = self._identities[target.number].attribute
        return _duplicate(element, target.attribute, value, line, name=name)

    def _is_inner(self, constraint: int, value: str) -> bool:
        """Whether a value is there that must be unique within records."""
        known = self._inner.get(constraint)
        number = None if known is None else self._texts.find(value)
        return known is not None and number is not None and number < len(known) and known[number] > 0

    def _is_known(self, value: str, key: Identity) -> bool:
        if self._is_inner(self._numbers[key.name], value):
            return True
        number = self._texts.find(value)
        return number is not None and self._is_id(number, key)

    def _is_id(self, number: int, key: Identity) -> bool:
        """Whether the text of that number is the id of a record that a key is about."""
        return not self._kinds_of(key).isdisjoint(self._kinds_at(key.attribute, number))

    def _kinds_with(self, attribute: str, value: str) -> Iterable[int]:
        """The kinds of record that have an id."""
        number = self._texts.find(value)
        return () if number is None else self._kinds_at(attribute, number)

    def _kinds_at(self, attribute: str, number: int) -> Iterable[int]:
        """The kinds of record that have the text of that number as an id."""
        known = self._ids.get(attribute, ())
        if number >= len(known) or not known[number]:
            return ()
        return self._more_kinds.get((attribute, number)) or (_kind(known[number]),)

    def _kinds_of(self, identity: Identity) -> frozenset[int]:
        """The kinds of record, of those known so far, that a constraint is about."""
        known, covered = self._covered.get(identity.name, (0, frozenset()))
        if known < len(self._kinds):
            kinds = enumerate(self._kinds)
            covered = frozenset(
                kind for kind, names in kinds if any(within(path, names) == "" for path in identity.paths)
            )
            self._covered[identity.name] = (len(self._kinds), covered)
        return covered

    def _collide(self, attribute: str, one: int, other: int) -> bool:
        return any(
            {one, other} <= self._kinds_of(identity)
            for identity in self._identities
            if identity.kind != "keyref" and identity.attribute == attribute
        )

    def _explain(self, name: str, value: str, key: Identity, effort: Effort) -> tuple[str, str]:
        """What to say about a reference that leads nowhere."""
        element, _, attribute = name.rpartition("/@")
        element = element.rpartition("/")[2].partition("[")[0]
        what = element if attribute == "idref" else f"{attribute} of {element}"
        wanted = [path.rpartition("/")[2] for path in key.paths]
        others = [self._kinds[kind][-1] for kind in self._kinds_with(key.attribute, value)]
        if others:
            return wrong_kind_texts(what, value, kind=others[0], wanted=wanted, attribute=key.attribute)
        if self._is_known(unpadded(value), key):
            return padded_texts(what, value, wanted=wanted, attribute=key.attribute)
        near = self._nearest(value, key, effort)
        return dangling_texts(what, value, wanted=wanted, attribute=key.attribute, near=near)

    def _nearest(self, value: str, key: Identity, effort: Effort) -> list[str]:
        """The ids that are spelt most like one that is not there."""
        covered = self._kinds_of(key)
        known = self._ids.get(key.attribute, ())
        if not effort.spend(len(known)):
            return []
        ids = (text for text, packed in zip(self._texts, known, strict=False) if packed and _kind(packed) in covered)
        return nearest_names(value, ids)


def _grow(known: array[int], number: int) -> None:
    """Let an array have a place of that number."""
    if number >= len(known):
        known.extend([0] * (number + 1 - len(known)))


def _duplicate(
    element: etree._Element, attribute: str | None, value: str, line: int, *, name: str | None = None
) -> Duplicate:
    return Duplicate(
        element=element,
        attribute=attribute,
        message=duplicate_message(name or attribute or "", value, line),
        remedy=REMEDIES[Fault.DUPLICATE_ID],
    )


def _kind(packed: int) -> int:
    """The kind of record out of the number that holds line and kind."""
    return (packed & (1 << _KIND_BITS) - 1) - 1
