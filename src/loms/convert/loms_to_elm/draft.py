"""What the steps of the conversion to ELM read from and write to, for one LOMS record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import attrs

from loms import elm
from loms.convert.accounting import Action, Ledger, Spot, Target
from loms.convert.from_loms.dataset import Held, Node
from loms.convert.identifiers import is_any_uri
from loms.convert.leaves import Leaf
from loms.convert.loms_to_elm.codes import ElmCode, elm_code
from loms.convert.loms_to_elm.context import Context
from loms.errors import Severity

__all__ = ["BLANK", "REPEATED", "ElmDraft", "Place"]

T = TypeVar("T")

BLANK = "It is blank."
"""Why a value is left out that says nothing."""
_NO_URI = "It is no URI."
REPEATED = "The same is there already."
"""Why a value is left out that another has said."""


# Not frozen, for the sake of speed, as leaves are not.
@attrs.define(unsafe_hash=True)
class Place:
    """A place in a record of ELM.

    Attributes:
        spot: The record.
        path: Path below it; empty for the record itself.
    """

    spot: Spot
    path: str = ""

    def at(self, path: str) -> Place:
        """A place in this one.

        Args:
            path: Path below it, such as ``title``.
        """
        return Place(self.spot, f"{self.path}/{path}" if self.path else path)

    @property
    def target(self) -> Target:
        """The place as accounts name it."""
        return self.spot.at(self.path)


@attrs.define(kw_only=True)
class ElmDraft:
    """What becomes one ELM record, while it is being written.

    Attributes:
        context: What all records share.
        node: The LOMS record.
        ledger: The account of it.
        place: The ELM record.
        language: Language of what says none, such as ``en``.
        locations: The locations of the record, which are records of their own.
    """

    context: Context
    node: Node
    ledger: Ledger
    place: Place
    language: str
    locations: list[elm.Location] = attrs.field(factory=list)
    _by_path: dict[str, Leaf] = attrs.field(init=False, repr=False)

    @_by_path.default
    def _index(self) -> dict[str, Leaf]:
        return {leaf.path: leaf for leaf in self.node.view.leaves}

    def about(self, held: Held, name: str) -> Held | None:
        """An attribute of an element that has a text.

        Args:
            held: The text.
            name: Name of the attribute.
        """
        leaf = self._by_path.get(f"{held.leaf.path}/@{name}")
        return None if leaf is None else Held(held.record, leaf)

    def keep(self, held: Held, action: Action, place: Place) -> None:
        """Account for a leaf that stands in the target.

        Args:
            held: The source.
            action: In which way it does.
            place: Where.
        """
        self.ledger.keep(held.leaf, action, place.target)

    def write(self, held: Held, value: str, place: Place) -> str:
        """Account for a leaf whose value stands in the target, as it is or in another form.

        Args:
            held: The source.
            value: What is written.
            place: Where.

        Returns:
            What is written.
        """
        self.keep(held, Action.COPIED if held.value == value else Action.MAPPED, place)
        return value

    def write_uri(self, held: Held, place: Place) -> str:
        """Write a URI, or account for one that is none.

        Args:
            held: The source.
            place: Where it would stand.

        Returns:
            The URI; empty where none is written.
        """
        if is_any_uri(held.value):
            return self.write(held, held.value, place)
        self.drop(held, lost=True, detail=BLANK if not held.value.strip() else _NO_URI)
        return ""

    def drop(self, held: Held | None, *, lost: bool, detail: str = "") -> None:
        """Account for a leaf that does not stand in the target.

        Args:
            held: The source; None does nothing.
            lost: Whether something that it says is not said any more.
            detail: What to say instead of the reason of the rule.
        """
        if held is not None:
            self.ledger.drop(held.leaf, lost=lost and bool(held.value.strip()), detail=detail)

    def drop_all(self, leaves: Iterable[Held], *, lost: bool, detail: str) -> None:
        """Account for several leaves, none of which stands in the target.

        Args:
            leaves: The source.
            lost: Whether something that they say is not said any more.
            detail: Why, one sentence.
        """
        for held in leaves:
            self.drop(held, lost=lost, detail=detail)

    def synthesise(self, place: Place) -> None:
        """Account for something that the target needs and the source does not have.

        Args:
            place: Where it stands.
        """
        self.ledger.synthesise(place.target)

    def warn(self, code: str, message: str, *, path: str | None = None, remedy: str = "") -> None:
        """Report something that is converted but should be looked at.

        Args:
            code: Stable name of the kind of problem.
            message: One sentence.
            path: Path of the source.
            remedy: What to do about it.
        """
        self.ledger.issue(code, message, severity=Severity.WARNING, path=path, remedy=remedy)

    def allow(self, held: Held, code: ElmCode, *, called: str = "") -> str:
        """A code of ELM, if there is one and it may be written; what only stands for the code of LOMS is reported.

        Args:
            held: The code of LOMS.
            code: That of ELM.
            called: What to call the code of LOMS; its value where this is empty.

        Returns:
            The URI; empty where none is written, and then the code of LOMS is not yet accounted for.
        """
        if not code.uri or not code.setting:
            return code.uri
        name = called or held.value
        how = "came after it" if code.rule == "successor" else "only comes near"
        if not code.is_allowed(self.context.settings):
            self.warn(
                "CONVERT-CODE-WITHOUT-EQUAL",
                f"ELM does not have {name}; {code.uri} {how}, and was not written.",
                path=held.leaf.path,
                remedy=f"Use a code that ELM has, or allow such codes (setting {code.setting}).",
            )
            return ""
        self.warn(
            "CONVERT-CODE-REPLACED",
            f"ELM does not have {name}, so {code.uri} was written, which {how}.",
            path=held.leaf.path,
            remedy="Check that it is right, or use a code that ELM has.",
        )
        return code.uri

    def write_code(self, held: Held, code_list: str, place: Place, *, code: ElmCode | None = None) -> str:
        """Write a code, or account for one that ELM does not have.

        Args:
            held: The code of LOMS.
            code_list: Name of the list of LOMS.
            place: The attribute that takes it.
            code: That of ELM, where it is known.

        Returns:
            The URI; empty where none is written.
        """
        uri = self.allow(held, elm_code(code_list, held.value) if code is None else code)
        if uri:
            self.write(held, uri, place)
        else:
            self.drop(held, lost=True)
        return uri

    def write_code_or_keep(self, held: Held, code_list: str, place: Place) -> str:
        """Write a code; one that ELM does not have is not yet accounted for.

        Args:
            held: The code of LOMS.
            code_list: Name of the list of LOMS.
            place: The attribute that takes it.

        Returns:
            The URI; empty where none is written.
        """
        uri = self.allow(held, elm_code(code_list, held.value))
        return self.write(held, uri, place) if uri else ""

    def write_codes(
        self, leaves: Sequence[Held], code_list: str, path: str, make: Callable[[str], T], *, most: int | None = None
    ) -> list[T]:
        """Write codes, each once.

        Args:
            leaves: The codes of LOMS.
            code_list: Name of the list of LOMS.
            path: The element that takes them.
            make: Makes the element from the URI.
            most: How many the target takes; None for any number.
        """
        found: dict[str, T] = {}
        for held in leaves:
            code = elm_code(code_list, held.value)
            if code.uri in found:
                self.drop(held, lost=False, detail=REPEATED)
            elif most is not None and len(found) == most:
                self.drop(held, lost=True, detail="ELM takes no more of them here.")
            elif uri := self.write_code(held, code_list, self.place.at(f"{path}/@uri"), code=code):
                found[uri] = make(uri)
        return list(found.values())

    def write_links(self, name: str, path: str, *elements: str, kinds: Sequence[str]) -> list[elm.IdReference]:
        """Write references to other records, each once.

        Args:
            name: Where they stand in the LOMS record, such as ``providedBy/@idref``.
            path: The element that takes them.
            *elements: Names of the elements of ELM to which they may lead.
            kinds: Names of the elements of LOMS to which they may lead.
        """
        return self.link(self.node.all(name), self.place.at(path), *elements, kinds=kinds)

    def link(self, leaves: Sequence[Held], place: Place, *elements: str, kinds: Sequence[str]) -> list[elm.IdReference]:
        """Write some references; see `write_links`.

        Args:
            leaves: The references.
            place: The element that takes them.
            *elements: Names of the elements of ELM to which they may lead.
            kinds: Names of the elements of LOMS to which they may lead.
        """
        found: dict[tuple[str, int], elm.IdReference] = {}
        for held in leaves:
            located = self.context.dataset.locate(held.value, *kinds)
            meant = None if located is None else self.context.meant(*located)
            element = "" if located is None else self.context.becomes(*located)
            if meant is None or element not in elements:
                self.drop(held, lost=True, detail=_why_not(element, found=meant is not None))
            elif meant in found:
                self.drop(held, lost=False, detail=REPEATED)
            else:
                leads_to = held.value if meant == located else self.context.dataset.load(*meant).id
                written = self.context.identity(meant[0], leads_to)
                found[meant] = elm.IdReference(idref=self.write(held, written, place.at("@idref")))
        return list(found.values())


def _why_not(element: str, *, found: bool) -> str:
    if not found:
        return "There is no such record."
    if not element:
        return "The record to which it leads was left out."
    return f"In ELM it cannot lead to a record of the kind {element}."
