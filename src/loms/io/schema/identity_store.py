"""Keeps the ids and open references of a file, many of them in temporary files, and tells which are known."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from loms.formats import Format
from loms.io.columns import Column
from loms.io.many_texts import ManyTexts
from loms.io.overflow import Rows
from loms.io.schema.declared import Identity
from loms.io.schema.identity_places import OpenReference, RecordPlace
from loms.io.schema.identity_plan import Plan, make_plan, within

__all__ = ["IdentityStore"]

_KIND_BITS = 16
_FEW_PATHS = 1 << 10
# Lines behind it are not told; four bytes hold it.
_LAST_LINE = (1 << 32) - 1


class IdentityStore:
    """Knows the ids of a file by the kinds of records that have them, and the references that were open when met.

    Args:
        format: The format of the file.
        identities: The constraints of its document element.
        folder: Where temporary files are; None for the folder of the system.
    """

    def __init__(
        self,
        format: Format,
        identities: tuple[Identity, ...],
        *,
        folder: str | os.PathLike[str] | None = None,
    ) -> None:
        self._format = format
        self._folder = folder
        self.identities = identities
        self._numbers = {each.name: number for number, each in enumerate(identities)}
        by_name = {each.name: each for each in identities}
        self._keys = [None if each.refer is None else by_name.get(each.refer) for each in identities]
        self._plans: dict[tuple[str, ...], tuple[int, Plan]] = {}
        self.kinds: list[tuple[str, ...]] = []
        """The kinds of record, each by the names on the way to it."""
        # By the name of a constraint: the kinds of record that it is about, out of how many kinds.
        self._covered: dict[str, tuple[int, frozenset[int]]] = {}
        self._texts = ManyTexts(folder=folder)
        # The numbers of some texts that come again and again: kinds of records, and paths below them.
        self._known_paths: dict[str, int] = {}
        # By attribute, then by the number of the text: line and kind of the first record that has the id, packed.
        self._ids = defaultdict[str, Column](self._column)
        self._more_kinds: dict[tuple[str, int], set[int]] = {}
        # By constraint, then by the number of the text: one more than the line of the first element that holds it.
        self._inner = defaultdict[int, Column](self._column)
        # Rows of numbers: order, kind, number, name of a place; and constraint, value, place, line, path of a
        # reference that was open when it was met.
        self._places = Rows("I", 4, folder=folder)
        self._open = Rows("I", 5, folder=folder)

    def _column(self) -> Column:
        return Column("Q", folder=self._folder)

    def plan(self, names: tuple[str, ...]) -> tuple[int, Plan]:
        """The number of a kind of record, and what to look at in it.

        Args:
            names: Local names on the way from below the document element to the record.
        """
        found = self._plans.get(names)
        if found is None:
            plan = make_plan(self.identities, names, namespace=self._format.namespace)
            found = self._plans[names] = len(self.kinds), plan
            self.kinds.append(names)
        return found

    def is_taken(self, attribute: str, value: str, kind: int) -> bool:
        """Whether an id would be there twice if a record of a kind had it.

        Args:
            attribute: Name of the attribute.
            value: The id, as it is compared.
            kind: Number of the kind.
        """
        return any(self._collide(attribute, kind, other) for other in self.kinds_with(attribute, value))

    def accept(
        self, kind: int, *, ids: Mapping[str, str], found: Sequence[tuple[int, str, str]], place: RecordPlace
    ) -> bool:
        """Take all ids and references of a record, unless one of the ids is there already.

        Args:
            kind: Number of its kind.
            ids: Its own attributes that must be unique, as they are compared.
            found: What else the constraints look for in it: number of the constraint, value as it is compared, path
                below the record.
            place: Where it stands.

        Returns:
            Whether they were taken; otherwise none was.
        """
        # Each text is looked for only once, since that is most of the work.
        number_of = self._texts.add
        own = [(attribute, number_of(value)) for attribute, value in ids.items()]
        held = [(constraint, number_of(value), path) for constraint, value, path in found]
        inner = [(constraint, number) for constraint, number, _ in held if self.identities[constraint].kind != "keyref"]
        if (
            any(
                self._collide(attribute, kind, other)
                for attribute, number in own
                for other in self._kinds_at(attribute, number)
            )
            or any(self._is_inner(constraint, number) for constraint, number in inner)
            or len(set(inner)) < len(inner)
        ):
            return False
        for attribute, number in own:
            self._take_id(attribute, number, kind=kind, line=0)
        for constraint, number in inner:
            self._take_inner(constraint, number, line=0)
        at: int | None = None
        for constraint, number, path in held:
            key = self._keys[constraint]
            if key is not None and not self._is_found(number, key):
                at = self.keep_place(place) if at is None else at
                self._open.append((constraint, number, at, 0, self._path_number(path)))
        return True

    def add_id(self, attribute: str, value: str, *, kind: int, line: int) -> int | None:
        """Take an id of a record.

        Args:
            attribute: Name of the attribute.
            value: The id, as it is compared.
            kind: Number of the kind of the record.
            line: Its line, 0 where it is not known.

        Returns:
            The line of the first record that has the id and may not have the same, 0 where it is not known; None where
            there is no such record.
        """
        return self._take_id(attribute, self._texts.add(value), kind=kind, line=line)

    def _take_id(self, attribute: str, number: int, *, kind: int, line: int) -> int | None:
        known = self._ids[attribute]
        known.reach(number + 1)
        packed = known[number]
        if not packed:
            known[number] = line << _KIND_BITS | kind + 1
            return None
        first = packed >> _KIND_BITS
        others = self._more_kinds.setdefault((attribute, number), {_kind(packed)})
        is_duplicate = any(self._collide(attribute, kind, other) for other in others)
        others.add(kind)
        return first if is_duplicate else None

    def add_inner(self, constraint: int, value: str, *, line: int) -> int | None:
        """Take a value that must be unique within records.

        Args:
            constraint: Number of the constraint that says so.
            value: The value, as it is compared.
            line: Line of its element, 0 where it is not known.

        Returns:
            The line of the first element that holds the value, where there was one.
        """
        return self._take_inner(constraint, self._texts.add(value), line=line)

    def _take_inner(self, constraint: int, number: int, *, line: int) -> int | None:
        known = self._inner[constraint]
        known.reach(number + 1)
        first = known[number]
        if first:
            return first - 1
        known[number] = line + 1
        return None

    def is_inner(self, constraint: int, value: str) -> bool:
        """Whether a value is there that must be unique within records.

        Args:
            constraint: Number of the constraint that says so.
            value: The value, as it is compared.
        """
        number = self._texts.find(value) if constraint in self._inner else None
        return number is not None and self._is_inner(constraint, number)

    def _is_inner(self, constraint: int, number: int) -> bool:
        known = self._inner.get(constraint, ())
        return number < len(known) and known[number] > 0

    def leads_nowhere(self, constraint: int, value: str) -> bool:
        """Whether a reference leads to nothing that has been met so far.

        Args:
            constraint: Number of the constraint by which it refers.
            value: What it refers to, as it is compared.
        """
        key = self._keys[constraint]
        return key is not None and not self.is_known(value, key)

    def keep_place(self, place: RecordPlace) -> int:
        """Keep the place of a record, and tell where it is kept.

        Args:
            place: It.
        """
        at = len(self._places)
        name = 0 if place.name is None else self._texts.add(place.name) + 1
        self._places.append((place.order, self._path_number(place.kind), place.number, name))
        return at

    def keep_reference(self, constraint: int, value: str, *, at: int, line: int, path: str) -> None:
        """Keep a reference that leads nowhere so far.

        Args:
            constraint: Number of the constraint by which it refers.
            value: What it refers to, as it is compared.
            at: Where the place of its record is kept.
            line: Line of its element, 0 where it is not known.
            path: Path of the reference from the record.
        """
        line = line if line <= _LAST_LINE else 0
        self._open.append((constraint, self._texts.add(value), at, line, self._path_number(path)))

    def open_references(self) -> Iterator[OpenReference]:
        """The references that were kept and still lead nowhere, in the order in which they were met."""
        texts = self._texts
        for number, value, place_at, line, path in self._open:
            key = self._keys[number]
            if key is None or self._is_found(value, key):
                continue
            order, kind, count, name = self._places[place_at]
            place = RecordPlace(order=order, kind=texts[kind], number=count, name=texts[name - 1] if name else None)
            yield OpenReference(key=key, value=texts[value], place=place, path=texts[path], line=line)

    def is_known(self, value: str, key: Identity) -> bool:
        """Whether something is there to which references may lead.

        Args:
            value: The id, as it is compared.
            key: The constraint that it must fulfil.
        """
        number = self._texts.find(value)
        return number is not None and self._is_found(number, key)

    def kinds_with(self, attribute: str, value: str) -> Iterable[int]:
        """The kinds of record that have an id.

        Args:
            attribute: Name of the attribute.
            value: The id, as it is compared.
        """
        number = self._texts.find(value)
        return () if number is None else self._kinds_at(attribute, number)

    def ids_of(self, key: Identity) -> tuple[int, Iterator[str]]:
        """The ids to which references may lead by a key, and how many numbers have to be looked at to find them.

        Args:
            key: The constraint.
        """
        covered = self._kinds_of(key)
        known = self._ids.get(key.attribute, ())
        ids = (text for text, packed in zip(self._texts, known, strict=False) if packed and _kind(packed) in covered)
        return len(known), ids

    def _is_found(self, number: int, key: Identity) -> bool:
        """Whether references may lead to the text of that number by a key."""
        is_id = not self._kinds_of(key).isdisjoint(self._kinds_at(key.attribute, number))
        return is_id or self._is_inner(self._numbers[key.name], number)

    def _kinds_at(self, attribute: str, number: int) -> Iterable[int]:
        """The kinds of record that have the text of that number as an id."""
        known = self._ids.get(attribute, ())
        packed = known[number] if number < len(known) else 0
        return (self._more_kinds.get((attribute, number)) or (_kind(packed),)) if packed else ()

    def _kinds_of(self, identity: Identity) -> frozenset[int]:
        """The kinds of record, of those known so far, that a constraint is about."""
        known, covered = self._covered.get(identity.name, (0, frozenset()))
        if known < len(self.kinds):
            kinds = enumerate(self.kinds)
            covered = frozenset(
                kind for kind, names in kinds if any(within(path, names) == "" for path in identity.paths)
            )
            self._covered[identity.name] = (len(self.kinds), covered)
        return covered

    def _path_number(self, path: str) -> int:
        """The number of a path."""
        number = self._known_paths.get(path)
        if number is None:
            number = self._texts.add(path)
            if len(self._known_paths) < _FEW_PATHS:
                self._known_paths[path] = number
        return number

    def _collide(self, attribute: str, one: int, other: int) -> bool:
        return any(
            {one, other} <= self._kinds_of(identity)
            for identity in self.identities
            if identity.kind != "keyref" and identity.attribute == attribute
        )


def _kind(packed: int) -> int:
    """The kind of record out of the number that holds line and kind."""
    return (packed & (1 << _KIND_BITS) - 1) - 1
