"""Tells which opportunities get a link of which no row says so, because they share an activity with others."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

import attrs

from loms.errors import Issue, Severity
from loms.releases.records import Records
from loms.resolve.activities import Users
from loms.resolve.link_issues import MOST_SHOWN, called, listed

__all__ = ["Sharing"]


@attrs.define
class Sharing:
    """The links that rows say, and those that were made."""

    _wanted: dict[str, set[str]] = attrs.field(factory=dict, init=False)
    # An ordered set.
    _linked: dict[tuple[str, str], None] = attrs.field(factory=dict, init=False)

    def want(self, opportunity: str, target: str) -> None:
        """Note that a row lets an opportunity lead to a target.

        Args:
            opportunity: Key of the opportunity.
            target: Key of the target.
        """
        self._wanted.setdefault(target, set()).add(opportunity)

    def add(self, activity: str, target: str) -> None:
        """Note that an activity got a link to a target, to which a row lets an opportunity lead.

        Args:
            activity: Key of the activity.
            target: Key of the target.
        """
        self._linked[activity, target] = None

    def issues(self, records: Records, source: str | None) -> Iterator[Issue]:
        """What to say of activities that got a link which opportunities have that no row lets lead there.

        Args:
            records: The records of the document with the links.
            source: Name of the file of rows; None where they were not read from one.
        """
        users = Users.of(records)
        for activity, target in self._linked:
            issue = self._shared(activity, target, users.of_activity(activity), records)
            if issue is not None:
                yield attrs.evolve(issue, source=source)

    def _shared(self, activity: str, target: str, users: Mapping[str, None], records: Records) -> Issue | None:
        wanted = self._wanted[target]
        fewer, more = (users, wanted) if len(users) < len(wanted) else (wanted, users)
        number = len(users) - sum(each in more for each in fewer)
        if not number:
            return None
        others = itertools.islice((each for each in users if each not in wanted), MOST_SHOWN)
        return Issue(
            code="LINK-SHARED",
            severity=Severity.WARNING,
            message=f"The activity {called(records[activity])} is that of {number:,} more opportunities, for which no "
            f"row says so, and which lead to {called(records[target])} now, too: "
            f"{listed((called(records[each]) for each in others), number)}.",
            remedy="Give an opportunity that leads elsewhere a specification and an activity of its own.",
            record=called(records[activity]),
        )
