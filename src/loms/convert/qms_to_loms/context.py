"""What the records of one document share: ids, each given once, frameworks, and which organizations there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from loms.convert.identifiers import is_uri, minted_id
from loms.convert.leaves import Leaf
from loms.convert.settings import Settings
from loms.model import Country, LanguageString, Nuts, SemanticFramework
from loms.text_numbers import TextNumbers

__all__ = ["AgentEntry", "Context", "add_missing"]


@attrs.define(kw_only=True)
class AgentEntry:
    """An agent as awarding activities know it.

    Attributes:
        names: Its names, as far as they are not blank.
        keys: Its URI and its identifiers.
        locations: Where qualifications are awarded by it, each place once.
        id: The ``@id`` of its organization; None where it has none, because it was left out or not yet converted.
    """

    names: Sequence[Leaf]
    keys: frozenset[str]
    locations: list[Country | Nuts] = attrs.field(factory=list)
    id: str | None = None

    def add_location(self, location: Country | Nuts) -> None:
        """Note where it awards a qualification.

        Args:
            location: The place.
        """
        if location not in self.locations:
            self.locations.append(location)


@attrs.define(kw_only=True)
class Context:
    """What the records of one document share.

    Attributes:
        settings: What the conversion cannot know by itself.
        agents: The agents, in the order of the document.
    """

    settings: Settings
    agents: Sequence[AgentEntry]
    _by_key: Mapping[str, AgentEntry] = attrs.field(init=False)
    _ids: TextNumbers = attrs.field(factory=TextNumbers, init=False)
    _frameworks: dict[str, SemanticFramework] = attrs.field(factory=dict, init=False)

    @_by_key.default
    def _index(self) -> Mapping[str, AgentEntry]:
        return {key: entry for entry in reversed(self.agents) for key in entry.keys}

    def agent(self, key: str) -> AgentEntry | None:
        """The first agent with that URI or identifier, or None.

        Args:
            key: A URI or an identifier.
        """
        return self._by_key.get(key.strip())

    def id_of(self, uri: str, kind: str, *steps: str) -> str:
        """An id for a record, which no other record gets: its own URI if that can be one, else a minted one.

        Args:
            uri: The URI that the source gives; empty for none.
            kind: Kind of record.
            *steps: What names the record.
        """
        minted = minted_id(self.settings.minting_namespace(), kind, *steps)
        given = uri.strip()
        found = given if is_uri(given) and self._ids.find(given) is None else minted
        number = 2
        while self._ids.find(found) is not None:
            found = f"{minted}/other/{number}"
            number += 1
        self._ids.add(found)
        return found

    def framework(self, uri: str) -> SemanticFramework:
        """The record of a framework, one for each URI.

        Args:
            uri: Its URI as the source gives it.
        """
        key = uri.strip()
        if key not in self._frameworks:
            self._frameworks[key] = SemanticFramework(id=self.id_of(key, "framework", key))
        return self._frameworks[key]


def add_missing(labels: list[LanguageString], more: Sequence[LanguageString]) -> None:
    """Add the labels that are not there.

    Args:
        labels: What is there.
        more: What to add.
    """
    labels += [each for place, each in enumerate(more) if each not in labels and each not in more[:place]]
