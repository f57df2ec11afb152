"""Turns what libxml2 says about an element into findings: one for each fault, in the order of the document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast

import attrs
from lxml import etree

from loms.io.schema.content import content_findings
from loms.io.schema.declarations import Declarations
from loms.io.schema.declared import ElementDeclaration, SimpleType
from loms.io.schema.finding import Finding, quoted
from loms.io.schema.messages import FAULTS, PARSER_NOISE, REMEDIES, Fault
from loms.io.schema.places import Places, lineage
from loms.io.schema.sources import Entry, SharedSchema, is_element, local_name
from loms.io.schema.suggest import Effort, nearest_names
from loms.io.schema.values import value_finding
from loms.io.schema.xml_space import is_white_space, normalized, without_padding

__all__ = ["FaultFinder", "missing_attribute"]

_ATTRIBUTE = re.compile(r"Element '[^']*'(?:, attribute|: The attribute) '([^']+)'")
_KEY_SEQUENCE = re.compile(r"key-sequence \[(?P<value>.*)\] in .*'\{.*\}(?P<constraint>[^']+)'")
# Faults that an element can have beside others; of those that are not here the first hides the rest.
_BESIDE_OTHERS = (Fault.CONTENT, Fault.DUPLICATE_VALUE, Fault.TEXT_NOT_ALLOWED)
_VALUE_FAULTS = (Fault.BAD_VALUE, Fault.BAD_PATTERN, Fault.UNKNOWN_CODE, Fault.EMPTY_VALUE)


@attrs.frozen(eq=False, kw_only=True)
class _Complaint:
    """What libxml2 says, and about what.

    Attributes:
        fault: What kind of fault it is.
        element: The element that is at fault.
        declared: How it is declared; None where it is not.
        entry: The words of libxml2.
        attribute: The attribute that is at fault; None where the element is.
    """

    fault: Fault
    element: etree._Element
    declared: ElementDeclaration | None
    entry: Entry
    attribute: str | None = None


class FaultFinder:
    """Finds the faults of elements of one format.

    Args:
        declared: The declarations of the format.
        effort: Bounds the search for what was meant.
    """

    def __init__(self, declared: Declarations, effort: Effort) -> None:
        self._declared = declared
        self._namespace = declared.format.namespace
        self._effort = effort
        self._unused: tuple[etree._Element | None, frozenset[str]] = (None, frozenset())

    def in_element(self, element: etree._Element, declaration: ElementDeclaration) -> list[Finding]:
        """Find the faults of an element and of all that it holds.

        libxml2 passes over what follows a child that it did not expect; this does not.

        Args:
            element: The element. Its name is changed while it is validated.
            declaration: How it is declared.

        Returns:
            One finding for each fault, in the order of the document.
        """
        return _sorted(self._in_element(element, declaration, within=None), element)

    def in_frame(self, root: etree._Element) -> list[Finding]:
        """Find the faults of the document element and its sections; the records in them may be anything.

        Args:
            root: The document element.

        Returns:
            One finding for each fault. Elements that the format does not know are passed over.
        """
        found = self._in_element(root, self._declared.root, within=self._declared.format.record_depth)
        return _sorted((each for each in found if each.fault is not Fault.UNKNOWN_ELEMENT), root)

    def _in_element(
        self, element: etree._Element, declaration: ElementDeclaration, *, within: int | None
    ) -> Iterator[Finding]:
        """The faults in an element; ``within`` is how many levels of the frame to look at, None for all of a record."""
        if within is None and self._is_surely_valid(element, declaration):
            return
        entries = self._entries(element, declaration, self._declared.single if within is None else self._declared.frame)
        if not entries:
            return
        places = Places(element)
        done: set[tuple[etree._Element, str | None, Fault | None]] = set()
        for entry in entries:
            fault = FAULTS.get(entry.type, Fault.OTHER)
            unexpected = fault is Fault.CONTENT and "Missing child" not in entry.message
            depth = (entry.path or "").count("/") - unexpected
            if (within is not None and depth > within) or PARSER_NOISE.match(entry.message):
                continue
            place = places.at(entry.path)
            parent = place.getparent() if unexpected and place is not element else None
            attribute = _attribute_of(entry)
            holder = place if parent is None else parent
            known = (holder, attribute, fault if fault in _BESIDE_OTHERS else None)
            if known in done:
                continue
            done.add(known)
            declared = self.declaration_of(holder, element, declaration)
            complaint = _Complaint(fault=fault, element=holder, declared=declared, entry=entry, attribute=attribute)
            if fault in _VALUE_FAULTS:
                yield from self._value(complaint)
                continue
            if fault is not Fault.CONTENT:
                yield self._finding(complaint)
                continue
            yield from self._content(complaint)
            if _stray_text(holder) and (holder, None, Fault.TEXT_NOT_ALLOWED) not in done:
                done.add((holder, None, Fault.TEXT_NOT_ALLOWED))
                yield self._finding(attrs.evolve(complaint, fault=Fault.TEXT_NOT_ALLOWED, attribute=None))
            if parent is not None and declared is not None and (within is None or within > depth):
                yield from self._skipped(place, declared, within=None if within is None else within - depth)

    def _is_surely_valid(self, element: etree._Element, declaration: ElementDeclaration) -> bool:
        """Whether an element is valid, as far as can be told quickly."""
        lists = self._declared.long_lists
        return lists is not None and lists.are_kept(element) and not self._entries(element, declaration, lists.schema)

    def _entries(
        self, element: etree._Element, declaration: ElementDeclaration, schema: SharedSchema
    ) -> Sequence[Entry]:
        """Validate an element under the name that it has when it stands alone."""
        tag = element.tag
        element.tag = declaration.tag_alone
        try:
            return schema.entries(element)
        finally:
            element.tag = tag

    def _value(self, complaint: _Complaint) -> Iterator[Finding]:
        """The fault of a value. White space that XSD passes over is none, although libxml2 takes it so around dates."""
        element, attribute, declared = complaint.element, complaint.attribute, complaint.declared
        kind: SimpleType | None = None
        if declared is not None:
            attributes = self._declared.attributes(declared)
            kind = self._declared.text(declared) if attribute is None else attributes.get(attribute)
        if declared is None or kind is None:
            yield _other(complaint)
            return
        value = (element.text if attribute is None else element.get(attribute)) or ""

        def fits(other: str) -> bool:
            return other != value and self._accepts(element, attribute, declared, other)

        if not fits(normalized(value, kind.builtin)):
            padded = fits(without_padding(value))
            yield value_finding(element, attribute, kind, complaint.fault, self._effort, padded=padded)

    def _accepts(
        self, element: etree._Element, attribute: str | None, declared: ElementDeclaration, value: str
    ) -> bool:
        """Whether an element could have another value."""
        twin = etree.Element(element.tag, nsmap=cast("dict[str, str]", element.nsmap))
        twin.attrib.update(element.attrib)
        if attribute is None:
            twin.text = value
        else:
            twin.set(attribute, value)
        return not any(
            FAULTS.get(entry.type) in _VALUE_FAULTS and _attribute_of(entry) == attribute
            for entry in self._entries(twin, declared, self._declared.single)
        )

    def _content(self, complaint: _Complaint) -> Sequence[Finding]:
        slots = () if complaint.declared is None else self._declared.slots(complaint.declared)
        return content_findings(complaint.element, slots, self._namespace) or [_other(complaint)]

    def _skipped(self, first: etree._Element, parent: ElementDeclaration, *, within: int | None) -> Iterator[Finding]:
        """The faults in a child that was not expected and in all after it, which libxml2 passes over."""
        for child in (first, *first.itersiblings()):
            declared = self._declared.child(parent, child) if is_element(child) else None
            if declared is not None:
                yield from self._in_element(child, declared, within=within)

    def _finding(self, complaint: _Complaint) -> Finding:
        fault, element, attribute = complaint.fault, complaint.element, complaint.attribute
        name = local_name(str(element.tag))
        message: str | None = None
        remedy = REMEDIES.get(fault)
        attributes = {} if complaint.declared is None else self._declared.attributes(complaint.declared)
        if fault is Fault.UNKNOWN_ATTRIBUTE and attribute is not None:
            message = f"{name} has no attribute named {local_name(attribute)}."
            near = nearest_names(attribute, self._unused_attributes(element, attributes), limit=1)
            remedy = f"Did you mean {near[0]}?" if near else remedy
        elif fault is Fault.MISSING_ATTRIBUTE and attribute is not None:
            return missing_attribute(element, attribute)
        elif fault is Fault.ELEMENT_NOT_ALLOWED:
            message, remedy = self._not_allowed(element, complaint.declared)
        elif fault is Fault.TEXT_NOT_ALLOWED:
            message = f"{name} holds the text {quoted(_stray_text(element))}, but may hold elements only."
        elif fault is Fault.DUPLICATE_VALUE:
            message = self._duplicate(complaint.entry)
        if message is None:
            return _other(complaint)
        return Finding(fault=fault, element=element, attribute=attribute, message=message, remedy=remedy)

    def _unused_attributes(self, element: etree._Element, declared: Mapping[str, SimpleType]) -> frozenset[str]:
        """The attributes that an element could still have, found once for all the attributes that it must not have."""
        if self._unused[0] is not element:
            self._unused = (element, frozenset(declared.keys() - set(map(str, element.attrib))))
        return self._unused[1]

    def _duplicate(self, entry: Entry) -> str | None:
        """The sentence about a value that only one child of a record may have."""
        found = _KEY_SEQUENCE.search(entry.message)
        owner, identity = (
            self._declared.inner_identities.get(found["constraint"], (None, None)) if found else (None, None)
        )
        if found is None or owner is None or identity is None:
            return None
        several = " or ".join(identity.paths)
        return f"{owner} has more than one {several} with the {identity.attribute} {found['value']}."

    def _not_allowed(self, element: etree._Element, declared: ElementDeclaration | None) -> tuple[str, str | None]:
        """What to say about an element that holds what it may not."""
        name = local_name(str(element.tag))
        if declared is not None and self._declared.text(declared) is not None:
            return f"{name} holds elements, but may hold text only.", REMEDIES[Fault.ELEMENT_NOT_ALLOWED]
        stray = _stray_text(element)
        what = "elements" if len(element) else f"the text {quoted(stray)}" if stray else "white space"
        return f"{name} holds {what}, but must be empty.", "Remove what is in it."

    def declaration_of(
        self, element: etree._Element, top: etree._Element, declaration: ElementDeclaration
    ) -> ElementDeclaration | None:
        """How an element below the top is declared, or None where it is not.

        Args:
            element: The element.
            top: An element above it, or itself.
            declaration: How the top is declared.
        """
        found: ElementDeclaration | None = declaration
        for each in lineage(element, top)[1:]:
            found = None if found is None else self._declared.child(found, each)
        return found


def _sorted(found: Iterable[Finding], top: etree._Element) -> list[Finding]:
    """Findings in the order of the document.

    What libxml2 says first of one element depends on what stood in it, which is not all there any more in a file that
    is read in pieces. So stray text always comes last.
    """
    findings = list(found)
    if len(findings) > 1:
        position = {each: number for number, each in enumerate(top.iter())}
        findings.sort(key=lambda each: (position[each.element], each.fault is Fault.TEXT_NOT_ALLOWED))
    return findings


def missing_attribute(element: etree._Element, attribute: str) -> Finding:
    """The finding for an attribute that must be there and is not."""
    name = local_name(str(element.tag))
    return Finding(
        fault=Fault.MISSING_ATTRIBUTE,
        element=element,
        message=f"{name} has no attribute {attribute}, which is required.",
        remedy=f"Add {attribute} to {name}.",
    )


def _attribute_of(entry: Entry) -> str | None:
    found = _ATTRIBUTE.search(entry.message)
    return None if found is None else found[1]


def _stray_text(element: etree._Element) -> str:
    texts = (element.text, *(child.tail for child in element))
    return next((text for text in texts if text and not is_white_space(text)), "")


def _other(complaint: _Complaint) -> Finding:
    """A finding in the words of libxml2, without its namespaces."""
    said = complaint.entry.message
    text = re.sub(r"\{[^{}]*\}", "", said).partition(": ")[2] or said
    fault = Fault.CONTENT if complaint.fault is Fault.CONTENT else Fault.OTHER
    return Finding(
        fault=fault,
        element=complaint.element,
        attribute=complaint.attribute,
        message=f"{local_name(str(complaint.element.tag))}: {text}",
        remedy=REMEDIES[fault],
    )
