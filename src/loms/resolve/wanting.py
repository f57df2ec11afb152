"""Decides, while a file is read record by record, which records belong to those that were asked for."""

from __future__ import annotations

from collections.abc import Iterable, Set
from typing import Protocol

from lxml import etree

from loms.io.schema.sources import is_element, local_name
from loms.resolve.links import link_rules
from loms.resolve.nodes import Node, node_of
from loms.resolve.readers.findings import content
from loms.resolve.vocabulary import LOMS_2019
from loms.xml_values import comparable

__all__ = ["SECTIONS", "Wanted", "WantedByLinks", "WantedByNames"]

SECTIONS = {
    "learningOpportunity": 0,
    "learningSpecification": 1,
    "qualification": 1,
    "qualificationRef": 1,
    "learningOutcome": 2,
    "learningActivitySpecification": 3,
    "assessmentSpecification": 4,
    "entitlementSpecification": 5,
    "organization": 6,
    "scoringScheme": 7,
    "framework": 8,
}
"""The number of the section of LOMS in which records of a kind stand."""

_GATHERING = 3
"""After so many passes the way leads backwards through the file again and again, so all its links are kept."""


class Wanted(Protocol):
    """Decides which records are wanted."""

    def takes(self, position: int, element: etree._Element) -> bool:
        """Whether a record is wanted; asked of each in each pass.

        Args:
            position: The how-manieth record of the file it is.
            element: Its element.
        """

    def needs_more(self) -> bool:
        """Whether another pass is needed; asked after each."""


class WantedByLinks:
    """Decides by the links of LOMS.

    What a record refers to is wanted with it. So are activities, assessments and entitlements to which nothing refers,
    and which say that they are about nothing but what is wanted. That nothing refers to one is known after a pass in
    which references to it were looked for.

    Args:
        positions: The records that were asked for.
    """

    def __init__(self, positions: Set[int]) -> None:
        self._positions = positions
        self._wanted: set[str] = set()
        self._had: set[str] = set()
        # Wanted, but perhaps passed by already in this pass.
        self._late: set[str] = set()
        self._wanted_from_start: frozenset[str] = frozenset()
        self._about: dict[str, frozenset[str]] = {}
        self._watched: set[str] = set()
        self._referenced: set[str] = set()
        self._unreferenced: set[str] = set()
        self._pass = 1
        self._links: dict[str, tuple[str, ...]] = {}

    def takes(self, position: int, element: etree._Element) -> bool:
        """As `Wanted`."""
        kind = local_name(str(element.tag))
        identity = element.get("id")
        key = None if identity is None else comparable(identity, is_uri=kind != "scoringScheme")
        is_wanted = position in self._positions or (key in self._wanted and key not in self._had)
        if is_wanted or kind in LOMS_2019.links.about or self._watched or self._pass == _GATHERING:
            node = node_of(element, position)
            self._look_at(node)
            if is_wanted:
                self._take(node)
        return is_wanted

    def needs_more(self) -> bool:
        """As `Wanted`."""
        self._unreferenced |= self._watched
        found = {key for key in self._unreferenced if self._about[key] <= self._wanted} - self._wanted
        found |= self._reached(self._wanted | found) if self._links else set()
        self._wanted |= found
        # What was wanted all through a pass and did not come is not there.
        self._late = (self._late | found) - self._had - self._wanted_from_start
        self._wanted_from_start = frozenset(self._late)
        self._watched = {*self._about} - self._unreferenced - self._referenced - self._wanted
        self._pass += 1
        return bool(self._late or self._watched)

    def _look_at(self, node: Node) -> None:
        """Note what a record says of others, whether it is wanted or not."""
        targets = {target for _, target in node.links}
        self._referenced |= self._watched & targets
        self._watched -= targets
        if node.id is None:
            return
        if self._pass == _GATHERING:
            self._links.setdefault(node.id, tuple(targets))
        subjects = frozenset(node.targets(LOMS_2019.links.about.get(node.kind, "")))
        if subjects & self._wanted and node.id not in self._wanted:
            self._about.setdefault(node.id, subjects)

    def _take(self, node: Node) -> None:
        if node.id is not None:
            self._wanted.add(node.id)
            self._had.add(node.id)
        section = SECTIONS.get(node.kind, 0)
        for path, target in node.links:
            if target not in self._wanted:
                self._wanted.add(target)
                rule = link_rules().get((node.kind, path))
                if rule is None or any(SECTIONS[kind] <= section for kind in rule.targets):
                    self._late.add(target)

    def _reached(self, starts: Iterable[str]) -> set[str]:
        """What the links lead to from there, as far as it was not wanted before."""
        found: set[str] = set()
        waiting = list(starts)
        while waiting:
            more = {each for each in self._links.get(waiting.pop(), ()) if each not in self._wanted} - found
            found |= more
            waiting += more
        return found


class WantedByNames:
    """Decides for formats whose records name others by identifier or URI: a qualification the agents that award it.

    Args:
        positions: The records that were asked for.
    """

    def __init__(self, positions: Set[int]) -> None:
        self._positions = positions
        self._names: set[str] = set()
        self._has_passed_agents = False
        self._needs_more = False

    def takes(self, position: int, element: etree._Element) -> bool:
        """As `Wanted`."""
        if local_name(str(element.tag)) == "Agent":
            self._has_passed_agents = True
            own = {content(each).strip() for each in element if is_element(each) and _is_name(each)}
            return bool(own & self._names)
        if position not in self._positions:
            return False
        leaves = (each for each in element.iter() if is_element(each) and not len(each))
        more = {text for each in leaves if (text := content(each).strip())} - self._names
        self._names |= more
        self._needs_more |= bool(more) and self._has_passed_agents
        return True

    def needs_more(self) -> bool:
        """As `Wanted`."""
        needed, self._needs_more = self._needs_more, False
        return needed


def _is_name(element: etree._Element) -> bool:
    return local_name(str(element.tag)) in ("URI", "Identifier")
