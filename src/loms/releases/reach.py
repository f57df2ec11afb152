"""Which records belong together: who refers to whom, and what is left of a dataset when records go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

import attrs

from loms.model import LearningOpportunity, Qualification
from loms.releases.links import ABOUT, Link, references
from loms.releases.records import Records

__all__ = ["Graph", "left_behind", "roots_of"]

Arrow = tuple[str, Link]
"""The other end of a reference, and the place where it is said."""


@attrs.frozen(eq=False, kw_only=True)
class Graph:
    """Who refers to whom. A reference that leads to no record of the document is left out.

    Attributes:
        targets: To what each record refers.
        referrers: What refers to each record.
        about: For each record to which nothing refers, but which says what it teaches, proves or may result from, the
            records that it is about: they have it although they do not say so.
    """

    targets: Mapping[str, tuple[str, ...]]
    referrers: Mapping[str, tuple[Arrow, ...]]
    about: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, records: Records) -> Graph:
        """The graph of a document.

        Args:
            records: Its records.
        """
        targets: dict[str, tuple[str, ...]] = {}
        referrers: dict[str, list[Arrow]] = {}
        subjects: dict[str, frozenset[str]] = {}
        for identity, record in records.items():
            found = [reference for reference in references(record) if reference.target in records]
            targets[identity] = tuple(dict.fromkeys(reference.target for reference in found))
            for reference in found:
                referrers.setdefault(reference.target, []).append((identity, reference.link))
            field = (ABOUT.get(type(record)),)
            subjects[identity] = frozenset(each.target for each in found if each.link.fields == field)
        return cls(
            targets=targets,
            referrers={identity: tuple(arrows) for identity, arrows in referrers.items()},
            about={identity: named for identity, named in subjects.items() if named and identity not in referrers},
        )

    def reached(self, starts: Set[str], *, roots: Set[str]) -> set[str]:
        """The records themselves, all to which they refer directly or through others, and what is about those.

        Args:
            starts: Ids of records.
            roots: Ids of records that stand for themselves. What they refer to is not followed, unless they are among
                the starts.
        """
        ends = roots - starts
        subjects = _by_subject(self.about)
        found = set(starts)
        waiting = list(starts)
        while waiting:
            here = waiting.pop()
            more = {*self.targets[here], *subjects.get(here, ())} - found
            found |= more
            waiting += more - ends
        return found

    def referring(self, targets: Set[str]) -> set[str]:
        """The records that refer to others, directly or through records that do; without those themselves.

        Args:
            targets: Ids of the others.
        """
        found = set(targets)
        waiting = list(targets)
        while waiting:
            more = {each for each, _ in self.referrers.get(waiting.pop(), ())} - found
            found |= more
            waiting += more
        return found - targets

    def alive(self, anchors: Iterable[str], *, gone: Set[str], about: Mapping[str, Set[str]]) -> set[str]:
        """The records that stay: the anchors, all to which they refer, and what is about nothing but those.

        Args:
            anchors: Ids of records that stay in any case.
            gone: Ids of records that do not.
            about: As the attribute, of this graph or of that of an earlier state.
        """
        subjects = _by_subject(about)
        missing = {each: len(named) for each, named in about.items()}
        found = {each for each in anchors if each not in gone}
        waiting = list(found)
        while waiting:
            here = waiting.pop()
            for each in subjects.get(here, ()):
                missing[each] -= 1
            complete = [each for each in subjects.get(here, ()) if not missing[each] and each in self.targets]
            more = {*self.targets[here], *complete} - found - gone
            found |= more
            waiting += more
        return found


def _by_subject(about: Mapping[str, Set[str]]) -> Mapping[str, list[str]]:
    """For each record that others are about, those others."""
    subjects: dict[str, list[str]] = {}
    for each, named in about.items():
        for subject in named:
            subjects.setdefault(subject, []).append(each)
    return subjects


def roots_of(records: Records, *, unused_qualifications: bool = False) -> set[str]:
    """The records that a dataset is about: opportunities, and qualifications, which are published for themselves.

    Args:
        records: The records of a document.
        unused_qualifications: Whether a qualification counts only where there is no opportunity at all.
    """
    opportunities = {identity for identity, record in records.items() if isinstance(record, LearningOpportunity)}
    if opportunities and unused_qualifications:
        return opportunities
    return opportunities | {identity for identity, record in records.items() if isinstance(record, Qualification)}


def left_behind(graph: Graph, candidates: Set[str], *, roots: Set[str], gone: Set[str], before: Graph) -> set[str]:
    """The records that nothing needs any more after others have gone or changed.

    Records that nothing needed before are no candidates: they stay as they were, and what they refer to stays too.

    Args:
        graph: The references as they are now.
        candidates: Ids of the records that may have lost what needed them.
        roots: Ids of the records that stay for themselves.
        gone: Ids of the records that go in any case.
        before: The references as they were.
    """
    anchors = [each for each in graph.targets if each in roots or each not in candidates]
    staying = graph.alive(anchors, gone=gone, about=before.about)
    return {each for each in candidates if each in graph.targets and each not in staying and each not in gone}
