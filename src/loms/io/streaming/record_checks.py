"""Checks records that are about to be written, one by one, and what is around them at the end."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from lxml import etree

from loms.errors import Issue, Severity
from loms.formats import Format
from loms.io.certain.records import CertainRecord, certain_records
from loms.io.schema.content import name_in
from loms.io.schema.declarations import declarations
from loms.io.schema.declared_record import DeclaredRecord, record_id
from loms.io.schema.faults import FaultFinder, missing_attribute
from loms.io.schema.finding import Finding
from loms.io.schema.identity import IdentityCheck
from loms.io.schema.identity_places import RecordPlace
from loms.io.schema.identity_texts import as_written
from loms.io.schema.messages import Fault
from loms.io.schema.places import lineage
from loms.io.schema.sources import local_name
from loms.io.schema.suggest import Effort
from loms.io.streaming.record_kinds import RecordKind

if TYPE_CHECKING:
    from loms.io.streaming.record_types import Record

__all__ = ["RecordChecks"]

_INCOMPLETE = (Fault.MISSING_ELEMENT, Fault.CONTENT)


class RecordChecks:
    """Checks the records of a document that is being made. Of those that are accepted, ids and references are kept.

    Args:
        format: Its format.
        source: Name of the document, for the issues.
        folder: Where temporary files are; None for the folder of the system.
    """

    def __init__(self, format: Format, *, source: str, folder: str | os.PathLike[str] | None = None) -> None:
        self._format = format
        self._source = source
        self._declared = declarations(format)
        self._effort = Effort()
        self._finder = FaultFinder(self._declared, self._effort)
        self._identity = IdentityCheck(format, self._declared.identities, folder=folder)
        self._certain = certain_records(format)
        self._counts: Counter[str] = Counter()
        self._order = 0

    def accepts(self, record: Record, kind: RecordKind) -> bool:
        """Accept a record if there is certainly nothing wrong with it, which takes a small part of the time.

        Args:
            record: The record as an object, which has been rendered without a fault.
            kind: What it is.

        Returns:
            Whether it was accepted; otherwise `take` has to look at its element.
        """
        certain = self._certain.certain(record, _names(kind))
        return certain is not None and self.accepts_certain(certain, kind)

    def accepts_certain(self, certain: CertainRecord, kind: RecordKind) -> bool:
        """Accept a record that is known to be valid by itself, unless its ids are there already.

        Args:
            certain: What is known of it.
            kind: What it is.

        Returns:
            As for `accepts`.
        """
        names = _names(kind)
        path = "/".join(("", self._format.root, *names))
        number = self._counts[path] + 1
        written = certain.ids.get(self._format.record_id.removeprefix("@"))
        name = None if written is None else as_written(written)
        place = RecordPlace(order=self._order + 1, kind=path, number=number, name=name)
        if not self._identity.accept(names, ids=certain.ids, found=certain.found, place=place):
            return False
        self._order, self._counts[path] = place.order, number
        return True

    def take(self, record: etree._Element, kind: RecordKind) -> tuple[Issue, ...]:
        """Check a record, and accept it if there is nothing wrong.

        Args:
            record: Its element.
            kind: What it is.

        Returns:
            What is wrong with it.
        """
        names = _names(kind)
        declaration = self._declared.root
        for name in names:
            declaration = self._declared.children(declaration)[name]
        declared = DeclaredRecord(record, declaration, self._declared, self._finder)
        path = "/".join(("", self._format.root, *names))
        number = self._counts[path] + 1
        place = RecordPlace(order=self._order + 1, kind=path, number=number, name=record_id(record, self._format))
        findings = self._finder.in_element(record, declaration)
        missing = [missing_attribute(record, each) for each in self._identity.missing_keys(record, names)]
        told = {each.message for each in findings if each.element is record}
        findings = [*(each for each in missing if each.message not in told), *findings]
        taken = self._identity.taken(record, names=names, builtin_of=declared.builtin_of)
        duplicates = (
            Finding(
                fault=Fault.DUPLICATE_ID,
                element=each.element,
                attribute=each.attribute,
                message=each.message,
                remedy=each.remedy,
            )
            for each in taken
        )
        issues = tuple(
            self._issue(each, place.path + declared.path_in(each.element), place.name)
            for each in (*duplicates, *findings)
        )
        if not issues:
            self._order, self._counts[path] = place.order, number
            for _ in self._identity.collect(
                record,
                names=names,
                place=place,
                line_of=_no_line,
                path_in=declared.path_in,
                builtin_of=declared.builtin_of,
            ):
                pass
        return issues

    def dangling(self) -> Iterator[Issue]:
        """The references of the accepted records that lead nowhere."""
        for each in self._identity.dangling(self._effort):
            yield Issue(
                code=str(Fault.DANGLING_REFERENCE),
                severity=Severity.ERROR,
                message=each.message,
                remedy=each.remedy,
                path=each.path,
                record=each.place.name,
                source=self._source,
            )

    def around(self, root: etree._Element, *, complete: bool) -> Iterator[Issue]:
        """What is wrong with the document element, its sections and what else is around the records.

        Args:
            root: The document element. Of records, which may be empty elements, it is enough to have one of each kind.
            complete: Whether all that will be there is there.
        """
        for finding in (*self._finder.in_frame(root), *self._in_others(root)):
            if complete or finding.fault not in _INCOMPLETE:
                names = (local_name(str(each.tag)) for each in lineage(finding.element, root))
                yield self._issue(finding, "/".join(("", *names)), None)

    def _in_others(self, root: etree._Element) -> Iterable[Finding]:
        """The faults in what stands beside the records and is none."""
        if self._format.record_depth > 1:
            return
        slots = {each.name: slot for slot in self._declared.slots(self._declared.root) for each in slot.elements}
        children = self._declared.children(self._declared.root)
        for child in root:
            name = name_in(child, self._format.namespace) or ""
            if name in slots and not slots[name].many:
                yield from self._finder.in_element(child, children[name])

    def _issue(self, finding: Finding, path: str, record: str | None) -> Issue:
        return Issue(
            code=str(finding.fault),
            severity=Severity.ERROR,
            message=finding.message,
            remedy=finding.remedy,
            path=path if finding.attribute is None else f"{path}/@{local_name(finding.attribute)}",
            record=record,
            source=self._source,
        )


def _names(kind: RecordKind) -> tuple[str, ...]:
    """Local names on the way from below the document element to records of a kind."""
    return (kind.section.name, kind.name) if kind.section.name else (kind.name,)


def _no_line(_element: etree._Element) -> int | None:
    """What is not written yet has no lines."""
    return None
