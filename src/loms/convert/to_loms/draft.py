"""What the steps of a conversion to LOMS read from and write to, for one source record."""

from __future__ import annotations

import abc
import functools
from collections.abc import Callable
from typing import ClassVar

import attrs

from loms.convert.accounting import Ledger, Spot
from loms.convert.leaves import Leaf, View
from loms.convert.refusing import CannotConvertError
from loms.convert.settings import Settings
from loms.convert.to_loms.codes import Place, fallback_language, find_place, framework_title
from loms.convert.to_loms.sections import FRAMEWORK
from loms.errors import Severity
from loms.model import Note, Organization, SemanticFramework, TextLanguage
from loms.text import label

__all__ = ["Aside", "LomsDraft", "PlacedDraft", "require_place"]


@attrs.define
class Aside:
    """Where texts go whose language LOMS has no code for.

    Attributes:
        notes: The notes of the record.
        spot: The record.
        marks: More classes for the mark, such as the number of the block that the text is from.
    """

    notes: list[Note]
    spot: Spot
    marks: tuple[str, ...] = ()


@attrs.define(kw_only=True)
class LomsDraft(abc.ABC):
    """What one source record becomes, while it is being written.

    Attributes:
        settings: What the conversion cannot know by itself.
        view: The leaves of the record.
        ledger: The account of the record.
        name: What its ids are made of: the source identifier, and a number where it is not the first of that name.
        organizations: Providers and awarding bodies, by id.
        frameworks: What makes the frameworks that are referred to, by id.
        is_refused: Whether the record has a code that nobody knows, so that it must be left out.
        mark: How the marks begin that say of which field of which source format a note is made.
    """

    mark: ClassVar[str] = "loq"
    settings: Settings
    view: View
    ledger: Ledger
    name: tuple[str, ...]
    organizations: dict[str, Organization] = attrs.field(factory=dict)
    frameworks: dict[str, Callable[[], SemanticFramework]] = attrs.field(factory=dict)
    is_refused: bool = False

    @property
    @abc.abstractmethod
    def aside(self) -> Aside:
        """Where texts go whose language has no code, unless a step knows a better place."""

    @property
    @abc.abstractmethod
    def country(self) -> str:
        """Legacy code of the country of the record; empty where it names none."""

    @property
    def namespace(self) -> str:
        """The namespace of the ids."""
        return self.settings.minting_namespace()

    @property
    def fallback(self) -> TextLanguage:
        """The text code for languages that LOMS does not have."""
        chosen = self.settings.fallback_languages.get(self.country)
        return TextLanguage(chosen) if chosen else fallback_language(self.country)

    def framework(self, name: str) -> str:
        """Declare a framework to which a level or field refers.

        Args:
            name: Its URI, or for a framework of our own the end of it.

        Returns:
            Its id.
        """
        found = name if "://" in name else self.namespace + name
        if found not in self.frameworks:
            self.frameworks[found] = functools.partial(_framework, found, name)
            self.ledger.synthesise(Spot(FRAMEWORK, found).at(""))
        return found

    def warn(self, code: str, message: str, *, path: str | None = None, remedy: str = "") -> None:
        """Report something that is converted but should be looked at.

        Args:
            code: Stable name of the kind of problem.
            message: One sentence.
            path: Path of the source.
            remedy: What to do about it.
        """
        self.ledger.issue(code, message, severity=Severity.WARNING, path=path, remedy=remedy)

    def drop_language(self, leaf: Leaf, reason: str) -> None:
        """Account for the language of a text that was left out.

        Args:
            leaf: The text.
            reason: Why, one sentence.
        """
        language = leaf.language_leaf()
        if language is not None:
            self.ledger.drop(language, lost=False, detail=reason)

    def unknown_code(self, leaf: Leaf) -> None:
        """Report a code that is not in the list of the source model; the record will be left out.

        Args:
            leaf: The code.
        """
        self.is_refused = True
        self.ledger.drop(leaf, lost=bool(leaf.value.strip()), detail="The code is not in the list.")
        self.ledger.issue(
            "CONVERT-UNKNOWN-CODE",
            f"{leaf.name} has no code {leaf.value!r}, so the record was left out.",
            severity=Severity.ERROR,
            path=leaf.path,
            remedy="Use a code of the list.",
        )


def _framework(identity: str, name: str) -> SemanticFramework:
    return SemanticFramework(id=identity, title=[label(framework_title(name), "en")])


@attrs.define(kw_only=True)
class PlacedDraft(LomsDraft):
    """What one legacy record becomes, which names its country or region in any case.

    Attributes:
        place: Country or region of the record.
    """

    place: Place

    @property
    def country(self) -> str:
        """Legacy code of the country of the record."""
        return self.place.code[:2]


def require_place(view: View, table: str = "country") -> Place:
    """The country or region that a legacy record names.

    Args:
        view: The leaves of the record.
        table: The table of the legacy list; that of learning opportunities unless told otherwise.

    Raises:
        CannotConvertError: It names none, or one that is not in the list.
    """
    leaf = view.one("CountryCode")
    place = find_place(leaf.value, table) if leaf else None
    if place is None:
        raise CannotConvertError(
            code="CONVERT-UNKNOWN-CODE",
            message=f"CountryCode has no code {leaf.value!r}." if leaf else "The record has no country.",
            remedy="Give it a CountryCode of the legacy list.",
            path=f"{view.field}/CountryCode",
        )
    return place
