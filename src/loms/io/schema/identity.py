"""Checks ids and references across a whole file: what must be unique is, and what is referred to is there."""

from __future__ import annotations

import functools
from array import array
from collections.abc import Callable, Iterable, Iterator

import attrs
from lxml import etree

from loms.formats import Format
from loms.io.schema.declarations import Identity
from loms.io.schema.finding import quoted
from loms.io.schema.messages import REMEDIES, Fault
from loms.io.schema.sources import local_name
from loms.io.schema.suggest import Effort, nearest_names

__all__ = ["DanglingReference", "Duplicate", "IdentityCheck", "RecordPlace"]


@attrs.frozen(kw_only=True)
class RecordPlace:
    """Where a record stands.

    Attributes:
        order: Sorts records in the order of the document.
        path: Its XPath.
        name: Its identifier, where it has one.
    """

    order: int
    path: str
    name: str | None


@attrs.frozen(kw_only=True)
class Duplicate:
    """An id that was there before."""

    element: etree._Element
    attribute: str
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


@attrs.frozen(kw_only=True)
class _Target:
    """What one constraint looks at in one kind of record."""

    number: int
    search: etree.XPath


@attrs.frozen(kw_only=True)
class _Plan:
    """What to look at in one kind of record."""

    kind: int
    ids: tuple[str, ...]
    inner: tuple[_Target, ...]
    references: dict[str, tuple[_Target, ...]]
    """By the name of the element that refers."""
    any_reference: etree.XPath | None

    def references_in(self, record: etree._Element) -> Iterator[tuple[etree._Element, int]]:
        """The elements that refer to something, each with the number of the constraint."""
        if self.any_reference is None:
            return
        for element in _selected(self.any_reference, record):
            targets = self.references.get(local_name(str(element.tag)), ())
            for target in targets:
                if len(targets) == 1 or element in _selected(target.search, record):
                    yield element, target.number


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
        self._plans: dict[tuple[str, ...], _Plan] = {}
        self._kinds: list[tuple[str, ...]] = []
        # By attribute: the kinds of record that have the id, and the line of the first.
        self._ids: dict[str, dict[str, int]] = {}
        self._more_kinds: dict[tuple[str, str], set[int]] = {}
        self._inner: dict[int, dict[str, int]] = {}
        self._values: dict[str, int] = {}
        self._names: dict[str, int] = {}
        self._places: list[RecordPlace] = []
        self._open = array("Q")

    def collect(
        self,
        record: etree._Element,
        *,
        names: tuple[str, ...],
        place: RecordPlace,
        line_of: Callable[[etree._Element], int | None],
        path_in: Callable[[etree._Element], str],
    ) -> Iterator[Duplicate]:
        """Take the ids and references out of a record.

        Args:
            record: A record, complete.
            names: Local names on the way from below the document element to the record.
            place: Where the record stands.
            line_of: Tells the line of an element.
            path_in: Tells the path of an element from the record, beginning with a slash.

        Yields:
            Ids that were there before.
        """
        plan = self._plans.get(names) or self._new_plan(names)
        for attribute in plan.ids:
            value = record.get(attribute)
            if value is not None:
                yield from self._add_id(record, attribute, _collapsed(value), plan.kind, line_of(record) or 0)
        for target in plan.inner:
            yield from self._add_inner(record, target, line_of)
        known = len(self._places)
        for element, number in plan.references_in(record):
            if self._is_resolved(element, number):
                continue
            self._open_reference(element, number, known, line_of, path_in)
            if len(self._places) == known:
                self._places.append(place)

    def dangling(self, effort: Effort) -> Iterator[DanglingReference]:
        """The references that lead nowhere, when all records have been collected.

        Args:
            effort: Bounds the search for what was meant.
        """
        values, names = list(self._values), list(self._names)
        for at in range(0, len(self._open), 5):
            number, value, record, line, name = self._open[at : at + 5]
            key = self._keys[number]
            if key is None or self._is_known(values[value], key):
                continue
            place = self._places[record]
            message, remedy = self._texts(names[name], values[value], key, effort)
            yield DanglingReference(
                place=place, path=place.path + names[name], line=line, message=message, remedy=remedy
            )

    def _new_plan(self, names: tuple[str, ...]) -> _Plan:
        kind = len(self._kinds)
        self._kinds.append(names)
        ids: dict[str, None] = {}
        inner: list[_Target] = []
        references: dict[str, tuple[_Target, ...]] = {}
        searches: list[str] = []
        for number, identity in enumerate(self._identities):
            within = [rest for path in identity.paths if (rest := _within(path, names)) is not None]
            if "" in within and identity.kind != "keyref":
                ids[identity.attribute] = None
                continue
            if not within:
                continue
            search = " | ".join(_search(path, identity.attribute) for path in within)
            target = _Target(number=number, search=self._compiled(search))
            if identity.kind == "keyref":
                searches.append(search)
                for name in {path.rpartition("/")[2] or names[-1] for path in within}:
                    references[name] = (*references.get(name, ()), target)
            else:
                inner.append(target)
        plan = _Plan(
            kind=kind,
            ids=tuple(ids),
            inner=tuple(inner),
            references=references,
            any_reference=self._compiled(" | ".join(searches)) if searches else None,
        )
        self._plans[names] = plan
        return plan

    def _compiled(self, search: str) -> etree.XPath:
        return etree.XPath(search, namespaces={"n": self._format.namespace})

    def _add_id(
        self, record: etree._Element, attribute: str, value: str, kind: int, line: int
    ) -> Iterator[Duplicate]:
        known = self._ids.setdefault(attribute, {})
        if value not in known:
            known[value] = line << 16 | kind
            return
        first, first_kind = known[value] >> 16, known[value] & 0xFFFF
        others = self._more_kinds.setdefault((attribute, value), {first_kind})
        if any(self._collide(attribute, kind, other) for other in others):
            yield Duplicate(
                element=record,
                attribute=attribute,
                message=f"The {attribute} {quoted(value)} is there twice; it was first used in line {first}.",
                remedy=REMEDIES[Fault.DUPLICATE_ID],
            )
        others.add(kind)

    def _add_inner(
        self, record: etree._Element, target: _Target, line_of: Callable[[etree._Element], int | None]
    ) -> Iterator[Duplicate]:
        attribute = self._identities[target.number].attribute
        known = self._inner.setdefault(target.number, {})
        for element in _selected(target.search, record):
            value = _collapsed(element.get(attribute, ""))
            if value in known:
                yield Duplicate(
                    element=element,
                    attribute=attribute,
                    message=f"The {attribute} {quoted(value)} is there twice; it was first used in line {known[value]}.",
                    remedy=REMEDIES[Fault.DUPLICATE_ID],
                )
            known.setdefault(value, line_of(element) or 0)

    def _is_resolved(self, element: etree._Element, number: int) -> bool:
        key = self._keys[number]
        return key is None or self._is_known(_collapsed(element.get(self._identities[number].attribute, "")), key)

    def _open_reference(
        self,
        element: etree._Element,
        number: int,
        place: int,
        line_of: Callable[[etree._Element], int | None],
        path_in: Callable[[etree._Element], str],
    ) -> None:
        """Keep a reference that cannot be resolved yet."""
        attribute = self._identities[number].attribute
        value = _collapsed(element.get(attribute, ""))
        name = f"{path_in(element)}/@{attribute}"
        self._open.extend(
            (
                number,
                self._values.setdefault(value, len(self._values)),
                place,
                line_of(element) or 0,
                self._names.setdefault(name, len(self._names)),
            )
        )

    def _is_known(self, value: str, key: Identity) -> bool:
        inner = self._inner.get(self._numbers[key.name])
        if inner is not None and value in inner:
            return True
        return any(kind in self._kinds_of(key) for kind in self._kinds_with(key.attribute, value))

    def _kinds_with(self, attribute: str, value: str) -> Iterable[int]:
        """The kinds of record that have an id."""
        found = self._ids.get(attribute, {}).get(value)
        if found is None:
            return ()
        return self._more_kinds.get((attribute, value)) or (found & 0xFFFF,)

    def _kinds_of(self, identity: Identity) -> frozenset[int]:
        return self._covered(identity, len(self._kinds))

    @functools.cache  # noqa: B019 - lives as long as the check of one file
    def _covered(self, identity: Identity, known: int) -> frozenset[int]:
        """The kinds of record, of those known so far, that a constraint is about."""
        return frozenset(
            kind for kind in range(known) if any(_within(path, self._kinds[kind]) == "" for path in identity.paths)
        )

    def _collide(self, attribute: str, one: int, other: int) -> bool:
        return any(
            {one, other} <= self._kinds_of(identity)
            for identity in self._identities
            if identity.kind != "keyref" and identity.attribute == attribute
        )

    def _texts(self, name: str, value: str, key: Identity, effort: Effort) -> tuple[str, str]:
        """What to say about a reference that leads nowhere."""
        element, _, attribute = name.rpartition("/@")
        element = element.rpartition("/")[2].partition("[")[0]
        what = element if attribute == "idref" else f"{attribute} of {element}"
        wanted = [path.rpartition("/")[2] for path in key.paths]
        kinds = " or ".join(filter(None, (", ".join(wanted[:-1]), wanted[-1])))
        others = [self._kinds[kind][-1] for kind in self._kinds_with(key.attribute, value)]
        if others:
            message = f"{what} refers to {quoted(value)}, which is a {others[0]}, but must refer to a {kinds}."
            return message, f"Refer to the {key.attribute} of a {kinds} of this file."
        message = f"{what} refers to {quoted(value)}, but no {kinds} of this file has that {key.attribute}."
        covered = self._kinds_of(key)
        known = self._ids.get(key.attribute, {})
        if not effort.spend(len(known)):
            return message, f"Add the {kinds} to the file, or correct the reference."
        near = nearest_names(value, (each for each, packed in known.items() if packed & 0xFFFF in covered))
        if not near:
            return message, f"Add the {kinds} to the file, or correct the reference."
        return message, f"Nearest ids: {', '.join(near)}."


def _selected(search: etree.XPath, record: etree._Element) -> list[etree._Element]:
    found = search(record)
    assert isinstance(found, list)  # noqa: S101 - the search selects elements
    return found


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


def _within(path: str, names: tuple[str, ...]) -> str | None:
    """What is left of a path below a record: an empty text for the record itself, None where it leads elsewhere.

    Examples:
        >>> _within("*/*", ("agents", "agent")), _within("agents/agent/unit", ("agents", "agent"))
        ('', 'unit')
        >>> _within(".//unit", ("agents", "agent")), _within("courses/course", ("agents", "agent"))
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


def _collapsed(value: str) -> str:
    """A value as the type anyURI compares it: white space around it does not count."""
    return " ".join(value.split())
