"""Checks ids and references across a whole file: what must be unique is, and what is referred to is there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence

import attrs
from lxml import etree

from loms.formats import Format
from loms.io.schema.declared import Identity
from loms.io.schema.identity_places import OpenReference, RecordPlace
from loms.io.schema.identity_plan import Target, selected
from loms.io.schema.identity_store import IdentityStore
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

__all__ = ["DanglingReference", "Duplicate", "IdentityCheck"]


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


class IdentityCheck:
    """Collects ids and references record by record, and says at the end which references lead nowhere.

    Only ids and open references are kept, a few bytes each.

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
        self._store = IdentityStore(format, identities, folder=folder)

    def concerns(self, names: tuple[str, ...]) -> bool:
        """Whether any constraint is about a kind of record or what it holds.

        Args:
            names: Local names on the way from below the document element to the record.
        """
        _, plan = self._store.plan(names)
        return bool(plan.ids or plan.inner or plan.references)

    def missing_keys(self, record: etree._Element, names: tuple[str, ...]) -> list[str]:
        """The attributes that a record lacks, without which nothing can refer to it.

        Args:
            record: A record.
            names: Local names on the way from below the document element to the record.
        """
        return [attribute for attribute in self._store.plan(names)[1].keys if record.get(attribute) is None]

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
        kind, plan = self._store.plan(names)
        for attribute in plan.ids:
            value = record.get(attribute)
            if value is not None:
                value = comparable(value, builtin_of(record, attribute))
                if self._store.is_taken(attribute, value, kind):
                    yield _duplicate(record, attribute, value, 0)
        for target in plan.inner:
            own: set[str] = set()
            for element in selected(target.search, record):
                value = comparable(target.value_of(element), builtin_of(element, target.attribute))
                if value in own or self._store.is_inner(target.number, value):
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
        store = self._store
        kind, plan = store.plan(names)
        for attribute in plan.ids:
            value = record.get(attribute)
            if value is not None:
                value = comparable(value, builtin_of(record, attribute))
                first = store.add_id(attribute, value, kind=kind, line=line_of(record) or 0)
                if first is not None:
                    yield _duplicate(record, attribute, value, first)
        for target in plan.inner:
            for element in selected(target.search, record):
                value = comparable(target.value_of(element), builtin_of(element, target.attribute))
                first = store.add_inner(target.number, value, line=line_of(element) or 0)
                if first is not None:
                    yield self._duplicate_of(target, element, value, first)
        at: int | None = None
        for element, reference in plan.references_in(record):
            attribute = reference.attribute
            value = comparable(element.get(attribute, ""), builtin_of(element, attribute))
            if store.leads_nowhere(reference.number, value):
                at = store.keep_place(place) if at is None else at
                path = f"{path_in(element)}/@{attribute}"
                store.keep_reference(reference.number, value, at=at, line=line_of(element) or 0, path=path)

    def accept(
        self,
        names: tuple[str, ...],
        *,
        ids: Mapping[str, str],
        found: Sequence[tuple[int, str, str]],
        place: RecordPlace,
    ) -> bool:
        """Take the ids and references of a record that is not there as an element, unless one of the ids is known.

        Args:
            names: As for `collect`.
            ids: Its own attributes that must be unique, as they are compared.
            found: What else the constraints look for in it: number of the constraint, value as it is compared, path
                below the record.
            place: Where the record stands.

        Returns:
            Whether they were taken; otherwise none was.
        """
        kind, _ = self._store.plan(names)
        return self._store.accept(kind, ids=ids, found=found, place=place)

    def dangling(self, effort: Effort) -> Iterator[DanglingReference]:
        """The references that lead nowhere, when all records have been collected.

        Args:
            effort: Bounds the search for what was meant.
        """
        for each in self._store.open_references():
            message, remedy = self._explain(each, effort)
            yield DanglingReference(
                place=each.place, path=each.place.path + each.path, line=each.line, message=message, remedy=remedy
            )

    def _duplicate_of(self, target: Target, element: etree._Element, value: str, line: int) -> Duplicate:
        name = self._store.identities[target.number].attribute
        return _duplicate(element, target.attribute, value, line, name=name)

    def _explain(self, reference: OpenReference, effort: Effort) -> tuple[str, str]:
        """What to say about a reference that leads nowhere."""
        element, _, attribute = reference.path.rpartition("/@")
        element = element.rpartition("/")[2].partition("[")[0]
        what = element if attribute == "idref" else f"{attribute} of {element}"
        key, value = reference.key, reference.value
        wanted = [path.rpartition("/")[2] for path in key.paths]
        others = [self._store.kinds[kind][-1] for kind in self._store.kinds_with(key.attribute, value)]
        if others:
            return wrong_kind_texts(what, value, kind=others[0], wanted=wanted, attribute=key.attribute)
        if self._store.is_known(unpadded(value), key):
            return padded_texts(what, value, wanted=wanted, attribute=key.attribute)
        near = self._nearest(value, key, effort)
        return dangling_texts(what, value, wanted=wanted, attribute=key.attribute, near=near)

    def _nearest(self, value: str, key: Identity, effort: Effort) -> list[str]:
        """The ids that are spelt most like one that is not there."""
        number, ids = self._store.ids_of(key)
        return nearest_names(value, ids) if effort.spend(number) else []


def _duplicate(
    element: etree._Element, attribute: str | None, value: str, line: int, *, name: str | None = None
) -> Duplicate:
    return Duplicate(
        element=element,
        attribute=attribute,
        message=duplicate_message(name or attribute or "", value, line),
        remedy=REMEDIES[Fault.DUPLICATE_ID],
    )
