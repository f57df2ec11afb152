"""Who leads where through activities: what an opportunity leads to, and which opportunities share an activity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from loms.model import LearningActivitySpecification, LearningOpportunity, LearningSpecification, Qualification
from loms.releases.records import Records
from loms.xml_values import comparable

__all__ = ["Leads", "Users"]

_WAYS = {
    LearningOpportunity: "specified_by",
    LearningSpecification: "learning_activity_specification",
    Qualification: "learning_activity_specification",
    LearningActivitySpecification: "has_part",
}
"""The fields that lead from an opportunity to its activities and their parts, by the class that has them."""


@attrs.frozen(eq=False)
class Leads:
    """What the opportunities of a document lead to, also while links are added to it.

    Attributes:
        records: The records of the document.
    """

    records: Records
    _taught: dict[str, dict[str, None]] = attrs.field(factory=dict, init=False)

    def of(self, opportunity: str) -> Iterator[Mapping[str, None]]:
        """What an opportunity leads to: its specification, and what the activities of that and their parts teach.

        Args:
            opportunity: Its key.

        Returns:
            Ordered sets of keys, those of the specification first; a record with such a key need not be there.
        """
        specifications = dict.fromkeys(_targets(opportunity, self.records))
        yield specifications
        waiting = [activity for each in specifications for activity in _targets(each, self.records)]
        seen = set(waiting)
        while waiting:
            here = waiting.pop()
            if isinstance(self.records.get(here), LearningActivitySpecification):
                yield self._taught_by(here)
                more = [each for each in _targets(here, self.records) if each not in seen]
                seen.update(more)
                waiting += more

    def add(self, activity: str, target: str) -> None:
        """Note that an activity teaches more from now on.

        Args:
            activity: Key of the activity, which teaches it in the records already.
            target: Key of what it teaches.
        """
        self._taught_by(activity)[target] = None

    def _taught_by(self, activity: str) -> dict[str, None]:
        if activity not in self._taught:
            self._taught[activity] = dict.fromkeys(_targets(activity, self.records, field="teaches"))
        return self._taught[activity]


@attrs.frozen(eq=False)
class Users:
    """Who refers to the specifications and activities of a document, on the way from its opportunities.

    Attributes:
        referrers: The keys of those who refer, by the key of what they refer to.
        opportunities: For each opportunity its number in the document.
    """

    referrers: Mapping[str, Sequence[str]]
    opportunities: Mapping[str, int]
    _found: dict[str, Mapping[str, None]] = attrs.field(factory=dict, init=False)

    @classmethod
    def of(cls, records: Records) -> Users:
        """The users in a document.

        Args:
            records: Its records.
        """
        referrers: dict[str, list[str]] = {}
        for key in records:
            for target in _targets(key, records):
                referrers.setdefault(target, []).append(key)
        opportunities = (key for key, record in records.items() if isinstance(record, LearningOpportunity))
        return cls(referrers, {key: number for number, key in enumerate(opportunities)})

    def of_activity(self, key: str) -> Mapping[str, None]:
        """The opportunities that lead to what an activity teaches: an ordered set, in the order of the document.

        Args:
            key: Key of the activity.
        """
        if key not in self._found:
            self._found[key] = dict.fromkeys(sorted(self._search(key), key=self.opportunities.__getitem__))
        return self._found[key]

    def _search(self, key: str) -> Iterator[str]:
        found = {key}
        waiting = [key]
        while waiting:
            more = [each for each in self.referrers.get(waiting.pop(), ()) if each not in found]
            found.update(more)
            waiting += more
        return (each for each in found if each in self.opportunities)


def _targets(key: str, records: Records, *, field: str | None = None) -> Sequence[str]:
    """To what a record refers in one field, which is the one on the way where none is named."""
    record = records.get(key)
    name = field or _WAYS.get(type(record))
    # Other fields of an activity may hold very many references, so they are not looked at.
    found: object = getattr(record, name, None) if name is not None else None
    links = found if isinstance(found, list) else [found]
    ids = (getattr(link, "idref", None) for link in links)
    return [comparable(id, is_uri=True) for id in ids if isinstance(id, str)]
