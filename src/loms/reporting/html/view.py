"""Chooses what the page shows, and puts it into words."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import attrs

from loms.reporting.checked_file import CheckedFile
from loms.reporting.digest import ProviderGroup
from loms.reporting.findings import Findings
from loms.reporting.html.link_map import LinkMap, draw
from loms.reporting.html.names import name_of
from loms.reporting.html.verdict import verdict_of
from loms.reporting.statistics import FieldUse, KindStatistics, LanguageUse, LinkUse, Statistics
from loms.version import __version__
from loms.wording import counted

__all__ = ["KindView", "StatisticsView", "View", "view_of"]

_MOST_PROVIDERS = 100
_MOST_RULES_OF_PROVIDER = 10
_MOST_FILES = 200
_MOST_STATISTICS = 20
_MOST_LANGUAGES = 30
_COLUMNS = 6
"""As many languages as fit beside each other on a phone."""


@attrs.frozen(kw_only=True)
class KindView:
    """The records of one kind.

    Attributes:
        name: What they are called.
        statistics: What they hold.
        used: How many fields some record has.
        languages: The languages to show, the most frequent first.
        columns: Those of them to show for each field.
        text_fields: The fields that hold texts.
    """

    name: str
    statistics: KindStatistics
    used: int
    languages: Sequence[LanguageUse]
    columns: Sequence[str]
    text_fields: Sequence[FieldUse]


@attrs.frozen(kw_only=True)
class StatisticsView:
    """What one file holds.

    Attributes:
        source: Name of the file.
        statistics: The numbers.
        kinds: Its records.
        link_map: The map of links, or None where nothing refers to anything.
        links: The references, field by field.
        reach: Sentences on where opportunities lead.
    """

    source: str
    statistics: Statistics
    kinds: Sequence[KindView]
    link_map: LinkMap | None
    links: Sequence[LinkUse]
    reach: Sequence[str]


@attrs.frozen(kw_only=True)
class View:
    """What the page shows.

    Attributes:
        findings: All that there is to tell.
        title: The title of the page.
        verdict: The most important in a few words.
        advice: What to do now.
        mood: The severity by which the verdict is coloured, or ``good``.
        files: The files to name.
        more_files: How many more there are.
        providers: The providers to show.
        more_providers: How many more there are.
        issues_of_more_providers: How many issues those have.
        rules_of_provider: How many rules are shown of each.
        statistics: What the first of the files hold.
        more_statistics: Of how many more files that is known.
        titles: What records are called, by the name of their file and their id.
        tool: What made the page.
    """

    findings: Findings
    title: str
    verdict: str
    advice: str
    mood: str
    files: Sequence[CheckedFile]
    more_files: int
    providers: Sequence[ProviderGroup]
    more_providers: int
    issues_of_more_providers: int
    rules_of_provider: int
    statistics: Sequence[StatisticsView]
    more_statistics: int
    titles: Mapping[tuple[str, str], str]
    tool: str


def view_of(findings: Findings) -> View:
    """What the page shows.

    Args:
        findings: All that there is to tell.
    """
    verdict, advice, mood = verdict_of(findings)
    digest = findings.digest
    providers = tuple(itertools.islice(digest.providers(), _MOST_PROVIDERS))
    known = [
        (file.report.source, file.statistics)
        for file in findings.files
        if file.statistics is not None and file.statistics.kinds
    ]
    return View(
        findings=findings,
        title="Validation report",
        verdict=verdict,
        advice=advice,
        mood=mood,
        files=findings.files[:_MOST_FILES],
        more_files=max(len(findings.files) - _MOST_FILES, 0),
        providers=providers,
        more_providers=digest.number_of_providers - len(providers),
        issues_of_more_providers=digest.total_by_provider - sum(group.total for group in providers),
        rules_of_provider=_MOST_RULES_OF_PROVIDER,
        statistics=[_statistics(source, counted) for source, counted in known[:_MOST_STATISTICS]],
        more_statistics=max(len(known) - _MOST_STATISTICS, 0),
        titles={
            (file.report.source, record): title
            for file in findings.files
            if file.statistics is not None
            for record, title in file.statistics.titles.items()
        },
        tool=f"loms {__version__}",
    )


def _statistics(source: str, statistics: Statistics) -> StatisticsView:
    return StatisticsView(
        source=source,
        statistics=statistics,
        kinds=[_kind(kind) for kind in statistics.kinds],
        link_map=draw(statistics.kinds, statistics.links),
        links=statistics.links,
        reach=_reach(statistics),
    )


def _kind(kind: KindStatistics) -> KindView:
    languages = kind.languages[:_MOST_LANGUAGES]
    return KindView(
        name=name_of(kind.kind).whole,
        statistics=kind,
        used=sum(1 for field in kind.fields if field.records),
        languages=languages,
        columns=[use.language for use in languages[:_COLUMNS]],
        text_fields=[field for field in kind.fields if field.languages],
    )


def _reach(statistics: Statistics) -> Sequence[str]:
    """Where the records of each kind lead, in a sentence for each field that leads to the goal of an opportunity."""
    numbers = {kind.kind: kind.records for kind in statistics.kinds}
    return [
        f"{link.sources:,} of {counted(numbers[link.source], 'opportunity', 'opportunities')} "
        f"{'leads' if link.sources == 1 else 'lead'} to {counted(link.targets, *_GOALS[link.target])}."
        for link in statistics.links
        if link.source == "learningOpportunity" and link.target in _GOALS and link.target is not None
    ]


_GOALS = {
    "organization": ("provider", "providers"),
    "organisation": ("provider", "providers"),
    "learningAchievementSpecification": ("learning achievement", "learning achievements"),
    "learningSpecification": ("learning specification", "learning specifications"),
    "qualification": ("qualification in the file", "qualifications in the file"),
    "qualificationRef": ("qualification of another dataset", "qualifications of other datasets"),
    "qualificationReference": ("qualification of another dataset", "qualifications of other datasets"),
}
