"""Prints where the references of a dataset lead: for people, or piece by piece as one JSON document."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from loms.cli.failures import print_issues
from loms.cli.terminal import Screen, print_json_pieces, results
from loms.wording import counted

if TYPE_CHECKING:
    from loms.resolve import Followed, Goal, OpportunityLinks, ResolvedReference

__all__ = ["print_followed", "show_followed"]

MOST_SHOWN = 50


def show_followed(followed: Followed, dataset: str) -> None:
    """Print where references lead, for people.

    Args:
        followed: What became of the links of a dataset.
        dataset: Name of the dataset for people.
    """
    screen = results()
    references = sum(followed.counts.values())
    if 0 < references <= MOST_SHOWN:
        _show_references(screen, followed.references())
    leads: list[tuple[str, str, str]] = []
    opportunities = leading = 0
    for each in followed.opportunities():
        rows = [*_leads(each)]
        opportunities += 1
        leading += bool(rows)
        leads += rows[: MOST_SHOWN + 1 - len(leads)]
    if 0 < len(leads) <= MOST_SHOWN:
        screen.table(("Opportunity", "Leads to", "EQF"), leads)
        screen.line()
    print_issues(followed.issues(), dataset)
    counts = ", ".join(f"{number:,} {outcome.value}" for outcome, number in followed.counts.items())
    unlisted = (
        " They are too many to be listed here; --json lists them." if max(references, len(leads)) > MOST_SHOWN else ""
    )
    number = counted(references, "reference")
    screen.line(f"{number} to qualifications" + (f": {counts}." if counts else ".") + unlisted)
    if opportunities:
        number = counted(opportunities, "opportunity", "opportunities")
        screen.line(f"{number}, {leading:,} of which lead to a qualification.")


def _leads(opportunity: OpportunityLinks) -> Iterator[tuple[str, str, str]]:
    for goal in filter(_is_goal, opportunity.goals):
        yield opportunity.title, goal.title, goal.eqf_level or ""


def _is_goal(goal: Goal) -> bool:
    """Whether an opportunity leads to a qualification there, or to one that is known."""
    return goal.kind == "qualification" or goal.resolved_in is not None


def _show_references(screen: Screen, references: Iterable[ResolvedReference]) -> None:
    headers = ("Identifier", "Outcome", "Qualification", "EQF", "Awarded by")
    screen.table(headers, _rows(references), whole=["Identifier"])
    screen.line()


def _rows(references: Iterable[ResolvedReference]) -> Iterator[tuple[str, str, str, str, str]]:
    for each in references:
        found = each.qualification
        yield (
            each.identifier,
            each.outcome.value,
            found.title if found else "",
            (found.eqf_level or "") if found else "",
            ", ".join(found.awarding_bodies) if found else "",
        )


def print_followed(followed: Followed, dataset: str) -> None:
    """Print where references lead, as JSON of the content of `loms.resolve.Resolution.as_dict`.

    Args:
        followed: What became of the links of a dataset.
        dataset: Name of the dataset where it was given as objects.
    """
    print_json_pieces(_pieces(followed, dataset))


def _pieces(followed: Followed, dataset: str) -> Iterator[str]:
    head = {**followed.summary(), "source": followed.source or dataset}
    yield json.dumps(head, indent=2).removesuffix("\n}")
    yield from _listed("references", (each.as_dict() for each in followed.references()))
    yield from _listed("opportunities", (each.as_dict() for each in followed.opportunities()))
    yield from _listed("issues", (each.as_dict() for each in followed.issues()))
    yield "\n}"


def _listed(name: str, items: Iterable[Mapping[str, object]]) -> Iterator[str]:
    yield f',\n  "{name}": ['
    between = itertools.chain(("",), itertools.repeat(","))
    is_empty = True
    for item in items:
        is_empty = False
        # A line break in a text is written as \n, so each of these begins a line of its own.
        yield f"{next(between)}\n    " + json.dumps(item, indent=2).replace("\n", "\n    ")
    yield "]" if is_empty else "\n  ]"
