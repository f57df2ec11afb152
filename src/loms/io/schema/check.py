"""Checks a document record by record, be it in memory as a whole or still being read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from lxml import etree

from loms.errors import Issue, Severity
from loms.formats import Format
from loms.io.schema.checked import Checked, Step
from loms.io.schema.containers import Container
from loms.io.schema.content import unknown_element
from loms.io.schema.declarations import Declarations, declarations
from loms.io.schema.declared import ElementDeclaration
from loms.io.schema.declared_record import DeclaredRecord, record_id
from loms.io.schema.faults import FaultFinder, missing_attribute
from loms.io.schema.finding import Finding
from loms.io.schema.identity import IdentityCheck
from loms.io.schema.identity_places import RecordPlace
from loms.io.schema.lines import LINES_KNOWN, Lines, StartTagLines
from loms.io.schema.messages import Fault
from loms.io.schema.seen import PlacedIssue, SeenRecord
from loms.io.schema.sources import is_element, local_name, source_line
from loms.io.schema.suggest import Effort
from loms.io.schema.xml_space import is_white_space

__all__ = ["DocumentCheck"]


class DocumentCheck:
    """Checks a document of one format against its schema.

    Every record is validated by itself, so that a fault in one, or between them, hides nothing in another; then what
    is around the records, and the ids and references across the file.

    Args:
        format: The format of the document.
        source: Name of the file, for the issues.
        lines: Knows lines beyond those that libxml2 can count; None where there is nobody who does.
        known: Knows the faults of an element, with what may still be compared, if somebody has found them before.
    """

    def __init__(
        self,
        format: Format,
        *,
        source: str,
        lines: StartTagLines | None = None,
        known: Callable[[etree._Element, Effort], list[Finding] | None] | None = None,
    ) -> None:
        self._format = format
        self._source = source
        self._lines = lines
        self._known = known
        self._declared: Declarations = declarations(format)
        self._effort = Effort()
        self._finder = FaultFinder(self._declared, self._effort)
        self._identity = IdentityCheck(format, self._declared.identities)
        self._containers: dict[etree._Element, Container] = {}
        self._section_counts: Counter[str] = Counter()
        self._places: dict[etree._Element, tuple[str, int | None, int]] = {}
        self._found: list[PlacedIssue] = []
        self._order = 0
        # For what is handed on: the lines of the latest record, and where the references are that were told of.
        self._record_lines: Lines | None = None
        self._told_paths: set[str] = set()
        self._references = tuple(f"/@{each.attribute}" for each in self._declared.identities if each.kind == "keyref")
        self.records = 0

    def take(
        self,
        root: etree._Element,
        *,
        complete: bool,
        drop: bool,
        reach: Sequence[etree._Element] | None = None,
        show: Callable[[SeenRecord], None] | None = None,
    ) -> None:
        """Check the records that have come since the last call.

        Args:
            root: The document element; what follows in the file may still be missing in it.
            complete: Whether the document has been read to its end.
            drop: Whether to remove records that have been checked from the tree.
            reach: How far to go, as `loms.io.growing.Growth` has it, where more may have come; None goes on to the end.
            show: Is given each record after its check, before it is dropped.
        """
        for step, element, container in self._steps(root, complete=complete, drop=drop, reach=reach):
            if show is not None and step is Step.CHILD:
                self._show(element, container, show)
            if drop and step is Step.CHILD:
                # Nobody asks any more for what is in it, which goes quickest before it is taken out itself.
                element.clear(keep_tail=True)  # type: ignore[call-arg]

    def checked(self, root: etree._Element, *, complete: bool) -> Iterator[Checked]:
        """Check the records that have come since the last call, and hand on each of them.

        What is handed on is forgotten, so that `issues` gives only what cannot be known before the end. Of records
        nothing stays in the tree.

        Args:
            root: As for `take`.
            complete: As for `take`.

        Yields:
            Where the document element and the sections begin and end, and the elements in them, in their order.
        """
        for step, element, container in self._steps(root, complete=complete, drop=True):
            path, line, _ = self._places[element]
            found = sorted(self.hand_over(), key=lambda each: each.order)
            is_record = step is Step.CHILD and container.kind(element).is_record
            lines = self._record_lines if step is Step.CHILD else None
            yield Checked(
                step=step,
                element=element,
                path=path,
                line_of=_always(line) if lines is None else lines.of,
                record=record_id(element, self._format) if is_record else None,
                is_record=is_record,
                issues=tuple(each.issue for each in found),
            )

    def _steps(
        self, root: etree._Element, *, complete: bool, drop: bool, reach: Sequence[etree._Element] | None = None
    ) -> Iterator[tuple[Step, etree._Element, Container]]:
        """Check what has come, and stop after each thing that was found where it may stand."""
        if root not in self._places:
            self._place(root, f"/{self._format.root}", self._next_lines(root, 1))
        whole = self._begin(root, root)
        if not whole.begun:
            whole.begun = True
            yield Step.BEGUN, root, whole
        if self._format.record_depth == 1:
            yield from self._take_container(whole, closed=complete, drop=drop, reach=reach)
        else:
            for section in _up_to_reach(root, reach):
                inner = reach[1:] if reach and section is reach[0] else None
                if is_element(section):
                    yield from self._take_section(section, root, complete=complete, drop=drop, reach=inner)
        if complete:
            yield Step.ENDED, root, whole

    def issues(self, root: etree._Element) -> tuple[Issue, ...]:
        """All that was found in a document that has been taken to its end, in its order.

        Args:
            root: The document element.
        """
        found = sorted([*self.hand_over(), *self.at_the_end(root)], key=lambda each: each.order)
        return tuple(each.issue for each in found)

    def hand_over(self) -> list[PlacedIssue]:
        """What was found since the last call; it is forgotten here."""
        found, self._found = self._found, []
        self._told_paths.update(each.issue.path or "" for each in found if self._is_about_reference(each.issue))
        return found

    def at_the_end(self, root: etree._Element) -> Iterator[PlacedIssue]:
        """What can be known only when a document has been taken to its end, and all else has been handed over.

        Args:
            root: The document element.
        """
        frame = list(self._frame_issues(root))
        yield from frame
        # A value that is wrong in itself leads nowhere, which need not be told again.
        places = {*self._told_paths, *(each.issue.path for each in frame)}
        yield from (each for each in self._dangling() if each.issue.path not in places)

    def _show(self, element: etree._Element, container: Container, show: Callable[[SeenRecord], None]) -> None:
        """Show a record; what only stands where records do is none."""
        kind = container.kind(element)
        if not kind.is_record or kind.declaration is None or self._record_lines is None:
            return
        path, _, order = self._places[element]
        seen = SeenRecord(
            element=element,
            kind=kind.name,
            format=self._format,
            path=path,
            order=order,
            lines=self._record_lines,
            declaration=kind.declaration,
            declared=self._declared,
            finder=self._finder,
        )
        show(seen)

    def _begin(self, element: etree._Element, root: etree._Element) -> Container:
        """Begin with a section, or with the document element where the records are its children."""
        if element in self._containers:
            return self._containers[element]
        if element is root:
            declaration: ElementDeclaration | None = self._declared.root
            path = f"/{self._format.root}"
            names: tuple[str, ...] = ()
        else:
            name = local_name(str(element.tag))
            declaration = self._declared.child(self._declared.root, element)
            self._section_counts[name] += 1
            number = self._section_counts[name]
            path = f"/{self._format.root}/{name}" + (f"[{number}]" if number > 1 else "")
            names = (name,)
            self._place(element, path, self._next_lines(element, 1))
        container = Container(element=element, path=path, names=names, declaration=declaration, declared=self._declared)
        self._containers[element] = container
        return container

    def _take_section(
        self,
        section: etree._Element,
        root: etree._Element,
        *,
        complete: bool,
        drop: bool,
        reach: Sequence[etree._Element] | None,
    ) -> Iterator[tuple[Step, etree._Element, Container]]:
        container = self._begin(section, root)
        if container.ended:
            return
        if not container.begun:
            container.begun = True
            if container.declaration is None:
                self._add_unknown(section, self._declared.root)
            yield Step.BEGUN, section, container
        closed = complete or (reach is None and section.getnext() is not None)
        yield from self._take_container(container, closed=closed, drop=drop, reach=reach)
        if not closed:
            return
        container.ended = True
        yield Step.ENDED, section, container
        if drop and container.declaration is None and not _has_stray_text(section):
            del self._containers[section], self._places[section]
            root.remove(section)

    def _take_container(
        self, container: Container, *, closed: bool, drop: bool, reach: Sequence[etree._Element] | None
    ) -> Iterator[tuple[Step, etree._Element, Container]]:
        if reach is not None and not reach:
            return
        end = None if reach is None else reach[0]
        child = container.element[0] if container.last is None and len(container.element) else None
        if container.last is not None:
            child = container.last.getnext()
        while child is not None and child is not end:
            following = child.getnext()
            if following is None and not closed:
                return
            if not is_element(child):
                container.last = child
            else:
                self._take_record(child, container)
                yield Step.CHILD, child, container
                self._leave(child, container, drop=drop)
            child = following

    def _take_record(self, record: etree._Element, container: Container) -> None:
        kind = container.kind(record)
        count = container.counts[kind.name] = container.counts[kind.name] + 1
        lines = self._record_lines = self._next_lines(record, 0)
        many = kind.slot is None or kind.slot.many or count > 1
        number = count if many else 0
        path = f"{kind.path}[{number}]" if many else kind.path
        self._place(record, path, lines)
        if kind.declaration is None:
            if container.declaration is not None:
                self._add_unknown(record, container.declaration)
            return
        if kind.is_record:
            self.records += 1
        findings = None if self._known is None else self._known(record, self._effort)
        if findings is None:
            findings = self._finder.in_element(record, kind.declaration)
        if not findings and not self._identity.concerns(kind.names):
            return
        name_of_record = record_id(record, self._format) if kind.is_record else None
        place = RecordPlace(order=self._order, kind=kind.path, number=number, name=name_of_record)
        declared = DeclaredRecord(record, kind.declaration, self._declared, self._finder)
        for attribute in self._identity.missing_keys(record, kind.names):
            missing = missing_attribute(record, attribute)
            if all(each.message != missing.message for each in findings if each.element is record):
                findings.insert(0, missing)
        duplicates = [
            Finding(
                fault=Fault.DUPLICATE_ID,
                element=each.element,
                attribute=each.attribute,
                message=each.message,
                remedy=each.remedy,
            )
            for each in self._identity.collect(
                record,
                names=kind.names,
                place=place,
                line_of=lines.of,
                path_in=declared.path_in,
                builtin_of=declared.builtin_of,
            )
        ]
        for finding in (*duplicates, *findings):
            self._add(finding, path + declared.path_in(finding.element), lines.of(finding.element), place)

    def _leave(self, record: etree._Element, container: Container, *, drop: bool) -> None:
        """Drop a record that has been checked, or empty it where it still counts for the order of its neighbours."""
        slot = container.kind(record).slot
        repeats = slot is not None and slot.many and slot is container.last_slot
        container.last_slot = slot
        stray_text = _has_stray_text(record)
        if not drop:
            container.last = record
            return
        if not stray_text and (repeats or slot is None):
            del self._places[record]
            container.element.remove(record)
            return
        record.clear(keep_tail=True)  # type: ignore[call-arg]
        if not stray_text:
            record.tail = None
        container.last = record

    def _next_lines(self, element: etree._Element, count: int) -> Lines:
        """The lines of an element; ``count`` is the number of its start tags to take, 0 for it and all in it."""
        if self._lines is None:
            return Lines(record=element, numbers=None)
        count = count or len(list(element.iter("*")))
        numbers = self._lines.take(count)
        if numbers is not None and numbers[0] < LINES_KNOWN and numbers[0] != source_line(element):
            # The start tags were not counted right, which an encoding unlike ASCII can do.
            self._lines = numbers = None
        return Lines(record=element, numbers=numbers)

    def _place(self, element: etree._Element, path: str, lines: Lines) -> None:
        self._order += 1
        self._places[element] = (path, lines.of(element), self._order)

    def _add(self, finding: Finding, path: str, line: int | None, place: RecordPlace) -> None:
        self._found.append(self._placed(finding, path, line, place.order, place.name))

    def _add_unknown(self, element: etree._Element, parent: ElementDeclaration) -> None:
        path, line, order = self._places[element]
        finding = unknown_element(element, self._declared.children(parent), self._format.namespace)
        self._found.append(self._placed(finding, path, line, order, None))

    def _placed(self, finding: Finding, path: str, line: int | None, order: int, record: str | None) -> PlacedIssue:
        issue = Issue(
            code=str(finding.fault),
            severity=Severity.ERROR,
            message=finding.message,
            remedy=finding.remedy,
            path=path if finding.attribute is None else f"{path}/@{local_name(finding.attribute)}",
            line=line,
            record=record,
            source=self._source,
        )
        return PlacedIssue(order=(order, line or 0), issue=issue)

    def _is_about_reference(self, issue: Issue) -> bool:
        return (issue.path or "").endswith(self._references)

    def _frame_issues(self, root: etree._Element) -> Iterator[PlacedIssue]:
        for finding in self._finder.in_frame(root):
            path, line, order = self._places[finding.element]
            yield self._placed(finding, path, line, order, None)

    def _dangling(self) -> Iterator[PlacedIssue]:
        for each in self._identity.dangling(self._effort):
            issue = Issue(
                code=str(Fault.DANGLING_REFERENCE),
                severity=Severity.ERROR,
                message=each.message,
                remedy=each.remedy,
                path=each.path,
                line=each.line or None,
                record=each.place.name,
                source=self._source,
            )
            yield PlacedIssue(order=(each.place.order, each.line), issue=issue)


def _up_to_reach(root: etree._Element, reach: Sequence[etree._Element] | None) -> Iterator[etree._Element]:
    """The nodes in the document element, the last being that which may not have ended yet."""
    if reach is not None and not reach:
        return
    for node in list(root):
        yield node
        if reach is not None and node is reach[0]:
            return


def _has_stray_text(element: etree._Element) -> bool:
    """Whether text follows an element that is more than white space."""
    return not is_white_space(element.tail)


def _always(line: int | None) -> Callable[[etree._Element], int | None]:
    """What tells this line of any element."""
    return lambda _element: line
