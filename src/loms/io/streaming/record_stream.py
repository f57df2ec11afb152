"""Reads the records of a document one after the other, checked, in flat memory: the engine of `iter_records`."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import TYPE_CHECKING, cast

import attrs
from lxml import etree

from loms.errors import InvalidDataError, Issue, Severity, SourceError
from loms.formats import Format
from loms.io.adoption import Adoption
from loms.io.binding import bind
from loms.io.compiled.plan import plan_of
from loms.io.growing import GrowingDocument
from loms.io.leaving_out import attributes_left_out
from loms.io.left_out import Cause, LeftOut
from loms.io.left_out_issues import with_left_out
from loms.io.read import summary
from loms.io.schema.check import DocumentCheck
from loms.io.schema.checked import Checked, Step
from loms.io.schema.content import name_in
from loms.io.schema.sources import local_name, source_line
from loms.io.source import OpenSource, Source, open_source
from loms.io.streaming.leaving_out_in_steps import LeftOutInSteps, StepLeftOut
from loms.io.streaming.record_kinds import record_kinds
from loms.io.tag_lines import TagLines

if TYPE_CHECKING:
    from loms.document import Document
    from loms.io.streaming.record_types import Record

__all__ = ["PlacedElement", "PlacedRecord", "RecordStream", "is_record", "record_of", "unchanged"]


@attrs.frozen(kw_only=True)
class PlacedRecord:
    """A record and where it stands in its document.

    Attributes:
        record: The record.
        kind: Local name of its element, such as ``learningOpportunity``.
        number: Which record of the document it is, counted from 1.
        path: XPath of its element, as in issues.
        line: Line in which its start tag ends, counted from 1.
        id: Its identifier; None where it has none.
        issues: What is wrong with it, as far as that is known before the end of the document. When reading is strict
            there is nothing.
    """

    record: Record
    kind: str
    number: int
    path: str
    line: int | None
    id: str | None
    issues: tuple[Issue, ...] = ()


@attrs.frozen(eq=False, kw_only=True)
class PlacedElement:
    """The element of a record, checked and rid of what has no place, before an object is made of it.

    Attributes:
        checked: The element and where it stands.
        number: Which record of the document it is, counted from 1.
        format: The format of the document.
        source: Name of the source.
        issues: As for `PlacedRecord`.
    """

    checked: Checked
    number: int
    format: Format
    source: str
    issues: tuple[Issue, ...]


@attrs.define(eq=False, kw_only=True)
class RecordStream:
    """One reading of one document.

    Attributes:
        source: Path, or binary stream.
        max_unpacked_size: As for `loms.read`.
        strict: Whether the first fault ends the reading.
        on_issue: Called with each issue of lenient reading.
        on_left_out: Called with each piece that lenient reading leaves out.
        on_root: Called with the document, without its records, before the first of them comes.
    """

    source: Source
    max_unpacked_size: int | None
    strict: bool
    on_issue: Callable[[Issue], object]
    on_left_out: Callable[[LeftOut], object] = lambda _: None
    on_root: Callable[[Document], object] = lambda _: None
    _waiting: list[Issue] = attrs.field(factory=list, init=False)
    _held: list[LeftOut] = attrs.field(factory=list, init=False)
    _wholes: set[tuple[Cause, str]] = attrs.field(factory=set, init=False)

    def __iter__(self) -> Generator[PlacedRecord, None, None]:
        with contextlib.closing(self.elements()) as found:
            for each in found:
                checked = each.checked
                # Making an object uses the element up.
                line = checked.line_of(checked.element)
                yield PlacedRecord(
                    record=record_of(checked.element, each.format, source=each.source, strict=self.strict),
                    kind=local_name(str(checked.element.tag)),
                    number=each.number,
                    path=checked.path,
                    line=line,
                    id=checked.record,
                    issues=each.issues,
                )

    def elements(self) -> Generator[PlacedElement, None, None]:
        """The elements of the records, of which objects can be made elsewhere; each is gone when the next is asked for.

        Raises:
            SourceError: As for `loms.iter_records`.
            InvalidDataError: As for `loms.iter_records`.
        """
        with open_source(self.source, max_unpacked_size=self.max_unpacked_size) as opened, unchanged(opened):
            yield from self._elements(opened)

    def _elements(self, opened: OpenSource) -> Iterator[PlacedElement]:
        document = GrowingDocument(opened)
        format = document.format
        lines = TagLines()
        leaving_out = LeftOutInSteps(format)
        check: DocumentCheck | None = None
        root: etree._Element | None = None
        number = 0
        for growth in document:
            lines.feed(growth.chunk)
            root = growth.root
            if check is None:
                told = lines if growth.adoption is None else growth.adoption.lines(lines)
                check = DocumentCheck(format, source=opened.name, lines=told)
                self._tell_of(growth.adoption, opened.name)
                self._hold(_set_aside(growth.adoption, root, format))
            for checked in check.checked(root, complete=growth.is_complete):
                if checked.step is Step.BEGUN and checked.element is root:
                    self.on_root(_document_of(root, format, source=opened.name))
                is_kept = checked.is_record
                if self.strict:
                    _refuse(checked.issues, opened.name)
                else:
                    issues, has_place = self._tell(checked, leaving_out.take(checked), opened.name)
                    is_kept = is_kept and has_place
                if is_kept:
                    number += 1
                    told_of = () if self.strict else issues
                    yield PlacedElement(
                        checked=checked, number=number, format=format, source=opened.name, issues=told_of
                    )
        if check is not None and root is not None:
            self._finish(check.issues(root), opened.name)

    def _tell_of(self, adoption: Adoption | None, name: str) -> None:
        """Tell that a document is not of the present version of its format."""
        for issue in () if adoption is None else adoption.issues(name):
            self.on_issue(issue)

    def _tell(self, checked: Checked, left_out: StepLeftOut, name: str) -> tuple[tuple[Issue, ...], bool]:
        """Tell what is wrong with an element and what was left out of it.

        Returns:
            The issues about it, and whether it has a place.
        """
        for piece in (*left_out.known, *left_out.later):
            self.on_left_out(piece)
        self._waiting += checked.issues
        told: tuple[Issue, ...] = ()
        # A section that the format does not know may say nothing for a while.
        if left_out.known or (checked.step is Step.CHILD and checked.issues):
            told = with_left_out(self._waiting, left_out.known, source=name)
            self._waiting.clear()
        more = self._more(left_out.later, name)
        for issue in (*told, *more):
            self.on_issue(issue)
        return told, left_out.has_place

    def _more(self, later: Sequence[LeftOut], name: str) -> Iterator[Issue]:
        """Hold what the check tells of at its end, the first piece of each whole; tell of the others."""
        for piece in later:
            whole = (piece.cause, piece.anchor)
            if whole in self._wholes:
                yield from with_left_out((), [piece], source=name)
            else:
                self._wholes.add(whole)
                self._held.append(piece)

    def _hold(self, pieces: Sequence[LeftOut]) -> None:
        for piece in pieces:
            self.on_left_out(piece)
        self._held += pieces

    def _finish(self, issues: Sequence[Issue], name: str) -> None:
        """Tell what is known at the end only."""
        if self.strict:
            _refuse(issues, name)
            return
        for issue in with_left_out(issues, self._held, source=name):
            self.on_issue(issue)


def record_of(element: etree._Element, format: Format, *, source: str, strict: bool) -> Record:
    """Make an object of the element of a record.

    Args:
        element: The element, in its document; it is used up.
        format: The format of the document.
        source: Name of the source, for messages.
        strict: As for `loms.io.binding.bind`.

    Raises:
        InvalidDataError: As for `loms.io.binding.bind`.
    """
    kind = record_kinds(format)[_place_of(element, format)]
    if kind.kind is None:
        return element.text or ""
    # xsdata would take a text behind the element for its value.
    tail, element.tail = element.tail, None
    try:
        return cast("Record", bind(etree.ElementTree(element), kind.kind, source=source, strict=strict))
    finally:
        element.tail = tail


def _document_of(root: etree._Element, format: Format, *, source: str) -> Document:
    """The document without its records; what its attributes say that nobody knows is told at the end."""
    kind = format.load_root_class()
    known = {field.attribute for field in plan_of(kind).fields}
    alone = etree.Element(root.tag)
    for name, value in root.attrib.items():
        if name in known:
            alone.set(name, value)
    return cast("Document", bind(etree.ElementTree(alone), kind, source=source, strict=False))


def is_record(element: etree._Element, format: Format, *, source: str) -> bool:
    """Whether an element that stands where records do is one, in a document that was not checked.

    Args:
        element: The element, in its document.
        format: The format of the document.
        source: Name of the source, for messages.

    Raises:
        InvalidDataError: The format has no such element there.
    """
    if _place_of(element, format) in record_kinds(format):
        return True
    name = local_name(str(element.tag))
    if format.record_depth == 1 and element.tag in plan_of(format.load_root_class()).children:
        return False
    issue = Issue(
        code="BIND-VALUE",
        severity=Severity.ERROR,
        message=f"{name} stands where a record belongs, and the format has no such record there.",
        remedy="Validate the file; only a valid one can be read with check=False.",
        line=source_line(element),
        source=source,
    )
    raise InvalidDataError.of(issue)


def _place_of(element: etree._Element, format: Format) -> tuple[str, str]:
    """The names of the section and of the element; no names where they are not in the namespace of the format."""
    parent = element.getparent() if format.record_depth > 1 else None
    section = "" if parent is None else name_in(parent, format.namespace)
    return section or "", name_in(element, format.namespace) or ""


def _set_aside(adoption: Adoption | None, root: etree._Element, format: Format) -> tuple[LeftOut, ...]:
    """The attributes of a document element of which nothing is known."""
    if adoption is None:
        return ()
    path = f"/{format.root}"
    if adoption.record_depth != format.record_depth:
        # A list got the document element that it lacks, and is its first section now.
        path = f"{path}/{local_name(str(root[0].tag))}"
    line = source_line(root)
    return attributes_left_out(adoption.set_aside, path=path, line=line, cause=Cause.UNKNOWN_ROOT)


def _refuse(issues: Sequence[Issue], name: str) -> None:
    """Refuse what has issues.

    Raises:
        InvalidDataError: There are some.
    """
    if issues:
        raise InvalidDataError(summary(name, issues), issues=issues)


@contextlib.contextmanager
def unchanged(opened: OpenSource) -> Iterator[None]:
    """Watch a file while it is read in this block.

    Args:
        opened: The source; one that is no file on a disk is not watched.

    Raises:
        SourceError: It was written to meanwhile.
    """
    before = _state(opened)
    try:
        yield
    except InvalidDataError as error:
        if _state(opened) != before:
            raise _changed(opened.name) from error
        raise
    if _state(opened) != before:
        raise _changed(opened.name)


def _state(opened: OpenSource) -> tuple[int, int] | None:
    if opened.file is None:
        return None
    found = os.fstat(opened.file.fileno())
    return (found.st_size, found.st_mtime_ns) if stat.S_ISREG(found.st_mode) else None


def _changed(name: str) -> SourceError:
    return SourceError(
        f"{name} was changed while it was read, so what was read of it may not belong together. "
        "Read it again when nobody writes to it."
    )
