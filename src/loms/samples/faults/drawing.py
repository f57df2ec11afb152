"""Draws a valid document and puts one fault into it."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Sequence
from typing import Protocol

import attrs
from lxml import etree

from loms.formats import Format
from loms.io.write import dumps
from loms.samples.chooser import Chooser
from loms.samples.document import build_document, draw_document
from loms.samples.faults.draft import Draft
from loms.samples.faults.growing import grow
from loms.samples.faults.kind import Change, Kind
from loms.samples.faults.kinds import KINDS, homes
from loms.samples.faults.nodes import Node
from loms.samples.faults.noise import add_noise
from loms.samples.faults.source import SOURCE_FAULTS, with_end_tag
from loms.samples.kinds import record_kinds
from loms.samples.options import Options

__all__ = ["NearInvalid", "codes_of", "draw_at_home", "draw_near_invalid"]

_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_GROWN = (False, False, True)
"""How often a document is made for its fault, so that there are faults in places that are seldom drawn."""


@attrs.frozen(kw_only=True, repr=False)
class NearInvalid:
    """A document that would be valid if it were not for one fault.

    Attributes:
        data: The document, as bytes of a file.
        format: Name of its format, such as ``loms-2019``.
        code: Code of the issue that must be reported, and of all issues that are.
        fault: One sentence that says what was done to a valid document.
        path: XPath of the place where the issue must be reported, as in `loms.Issue`; None where the file is no XML
            any more.

    Examples:
        >>> NearInvalid(data=b"<Delete", format="loq-delete", code="XML-TRUNCATED", fault="The file was cut off.")
        XML-TRUNCATED in a document of loq-delete
        The file was cut off.
        <Delete
    """

    data: bytes
    format: str
    code: str
    fault: str
    path: str | None = None

    def __repr__(self) -> str:
        """The label, then the document, so that both can be read in the report of a failed test."""
        place = [] if self.path is None else [f"The fault is at {self.path}"]
        document = self.data.decode(errors="backslashreplace")
        return "\n".join([f"{self.code} in a document of {self.format}", self.fault, *place, document])

    # Hypothesis would take the fields one by one and break the document into escaped lines.
    def _repr_pretty_(self, printer: _Printer, cycle: bool) -> None:
        del cycle
        printer.text(repr(self))


class _Printer(Protocol):
    """What Hypothesis prints with."""

    def text(self, text: str) -> object:
        """Print a text as it is."""


@functools.cache
def codes_of(format: Format) -> tuple[str, ...]:
    """The codes of the faults that a document of a format can have.

    Args:
        format: An entry of the register.

    Examples:
        >>> from loms.formats import find_format
        >>> [name for name in ("loms-2019", "loq-delete") if "XSD-EMPTY-VALUE" in codes_of(find_format(name))]
        ['loq-delete']
    """
    return (*(str(kind.code) for kind in KINDS if homes(format, kind)), *SOURCE_FAULTS)


def draw_near_invalid(chooser: Chooser, format: Format, options: Options, *, codes: Sequence[str]) -> NearInvalid:
    """Draw a valid document with one fault.

    Args:
        chooser: Makes the choices.
        format: An entry of the register.
        options: What the document is to be like. It has more records and fields where the fault needs them.
        codes: Some of `codes_of` the format.

    Examples:
        >>> from loms.formats import find_format
        >>> from loms.samples.chooser import RandomChooser
        >>> chooser, format = RandomChooser(seed=1), find_format("loq-delete")
        >>> draw_near_invalid(chooser, format, Options(), codes=["XSD-EMPTY-VALUE"]).fault
        "Id became '', which must not be empty."
    """
    code = chooser.pick(codes)
    if code in SOURCE_FAULTS:
        data = with_end_tag(dumps(draw_document(chooser, format, options)))
        spoiled = SOURCE_FAULTS[code](chooser, data, format)
        return NearInvalid(data=spoiled.data, format=format.name, code=code, fault=spoiled.fault, path=spoiled.path)
    kind = next(each for each in KINDS if each.code == code)
    if not chooser.pick(_GROWN):
        draft = Draft(dumps(draw_document(chooser, format, options)), format)
        found = _changes(draft, kind)
        if found:
            return _damaged(chooser, draft, kind, chooser.pick(list(found.values())))
    return draw_at_home(chooser, format, options, kind=kind, home=chooser.pick(homes(format, kind)))


def draw_at_home(chooser: Chooser, format: Format, options: Options, *, kind: Kind, home: Node) -> NearInvalid:
    """Draw a small document that has its fault at an element that is made for it.

    Args:
        chooser: Makes the choices.
        format: An entry of the register.
        options: What the document is to be like.
        kind: The kind of fault.
        home: One of the `homes` of the fault.
    """
    record = home.names[: format.record_depth][-1:]
    kinds = [each for each in record_kinds(format) if (each.name,) == record]
    document = build_document(chooser, format, options, kinds=kinds, richness=0)
    draft = Draft(dumps(document), format)
    grow(draft, home, options)
    return _damaged(chooser, draft, kind, _changes(draft, kind)[home])


def _damaged(chooser: Chooser, draft: Draft, kind: Kind, changes: Sequence[Change]) -> NearInvalid:
    """The document with one of the faults, and now and then with something that is none."""
    damage = chooser.pick(changes)(chooser)
    path = draft.path_of(damage)
    add_noise(chooser, draft)
    data = _DECLARATION + etree.tostring(draft.root, encoding="UTF-8", xml_declaration=False) + b"\n"
    return NearInvalid(data=data, format=draft.format.name, code=str(kind.code), fault=damage.fault, path=path)


def _changes(draft: Draft, kind: Kind) -> dict[Node, list[Change]]:
    """The ways to make a fault, by what the elements are at which it is made."""
    found: defaultdict[Node, list[Change]] = defaultdict(list)
    for element, node in draft:
        changes = list(kind.changes(draft, element, node))
        if changes:
            found[node] += changes
    return found
