"""Looks on while a file is validated, and counts fields, languages, links, and issues by provider."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

import attrs
from lxml import etree

from loms.errors import Issue
from loms.formats import Format
from loms.io.model_fields import LanguageAttribute, record_fields, text_elements
from loms.io.schema.sources import local_name
from loms.reporting.counting import KindCount
from loms.reporting.issue_keeping import IssueKeeper
from loms.reporting.linking import LinkCount
from loms.reporting.providers import Providers
from loms.reporting.record_ids import RecordIds, as_id
from loms.reporting.statistics import Statistics
from loms.reporting.titles import Titles
from loms.validate.observing import Observer, SeenRecord

__all__ = ["StatisticsObserver"]

# Where a record names who provides it: by the id of an organization, or as a text.
_PROVIDER_REFERENCE = {"loms-2019": "providedBy", "elm-loq": "providedBy"}
_PROVIDER_NAME = {"loq-learning-opportunities": "ProviderName"}
# Where it names what specifies it.
_SPECIFIED_BY = ("specifiedBy", "learningAchievementSpecification")
# Kinds of records that can be providers, and the field of their names.
_NAMES = {"organization": "prefLabel", "organisation": "legalName"}


class StatisticsObserver(Observer):
    """Counts what a file holds while it is validated.

    Of a file of any size it keeps the ids, a number for each reference, the names of organizations, and the titles of
    some records. What the schema does not know is not counted.

    Examples:
        >>> import loms
        >>> observer = StatisticsObserver()
        >>> report = loms.validate("examples/courses-loms.xml", observers=[observer])
        >>> opportunities = observer.statistics().kinds[0]
        >>> opportunities.kind, opportunities.records, opportunities.fields[0].name, opportunities.fields[0].records
        ('learningOpportunity', 17, 'identifier', 17)
    """

    def __init__(self) -> None:
        self._count: _Count | None = None
        self._complete = False

    def begin(self, *, format: Format, root: etree._Element, source: str) -> None:
        """Begin to count."""
        self._count = _Count.of(format)

    def record(self, seen: SeenRecord) -> None:
        """Count a record."""
        if self._count is not None:
            id = seen.id
            self._count.add(seen.element, kind=seen.kind, id=id)
            if id is not None:
                self._count.titles.see(id, seen.element)

    def issue(self, issue: Issue) -> None:
        """Count an issue."""
        if self._count is not None:
            is_sample = self._count.issues.add(issue)
            self._count.titles.keep(issue, is_sample=is_sample)

    def end(self, *, complete: bool) -> None:
        """Remember whether that was all."""
        self._complete = complete

    def statistics(self) -> Statistics | None:
        """What was counted; None where nothing of the file could be read."""
        return None if self._count is None else self._count.statistics(complete=self._complete)


@attrs.define(eq=False, kw_only=True)
class _Count:
    """What was counted so far in a file of one format."""

    format: Format
    known: Mapping[str, tuple[str, ...]]
    texts: Mapping[str, LanguageAttribute]
    ids: RecordIds
    links: LinkCount
    providers: Providers
    issues: IssueKeeper
    titles: Titles = attrs.field(factory=Titles)
    kinds: dict[str, KindCount] = attrs.field(factory=dict)

    @classmethod
    def of(cls, format: Format) -> _Count:
        known = record_fields(format)
        ids = RecordIds(list(known))
        providers = Providers(ids)
        return cls(
            format=format,
            known=known,
            texts=text_elements(format),
            ids=ids,
            links=LinkCount(ids),
            providers=providers,
            issues=IssueKeeper(ids, providers),
        )

    def add(self, element: etree._Element, *, kind: str, id: str | None) -> None:
        """Count one record."""
        known = self.known.get(kind)
        if known is None:
            return
        counted = self.kinds.get(kind)
        if counted is None:
            counted = self.kinds[kind] = KindCount(kind, known)
        targets = self._count_fields(element, counted)
        if id is not None:
            self._note_provider(element, kind, self.ids.number(as_id(id), kind=kind), targets)

    def statistics(self, *, complete: bool) -> Statistics:
        order = {kind: position for position, kind in enumerate(self.kinds)}
        return Statistics(
            format=self.format,
            complete=complete,
            kinds=tuple(kind.statistics() for kind in self.kinds.values()),
            links=tuple(sorted(self.links.uses(), key=lambda use: order[use.source])),
            providers=len(self.providers),
            # What stopped the reading is told alone, since the rest may change everything.
            issues=self.issues.table() if complete else None,
            titles=self.titles.kept,
        )

    def _count_fields(self, element: etree._Element, counted: KindCount) -> Mapping[str, Sequence[int]]:
        """Count what is in a record.

        Returns:
            The numbers of the ids to which it refers, field by field.
        """
        filled: set[str] = set()
        spoken: dict[str, set[str]] = {}
        targets: dict[str, list[int]] = {}
        for child in element.iterchildren("*"):
            field = local_name(str(child.tag))
            if field not in counted.fields:
                continue
            filled.add(field)
            for each in child.iter("*"):
                attribute = self.texts.get(local_name(str(each.tag)))
                language = None if attribute is None else counted.language_of(each, attribute)
                if language is not None:
                    spoken.setdefault(field, set()).add(language)
                target = each.get("idref")
                if target is not None:
                    number = self.ids.number(as_id(str(target)))
                    self.links.add(counted.kind, field, number, is_first=field not in targets)
                    targets.setdefault(field, []).append(number)
        counted.add(filled, spoken)
        return targets

    def _note_provider(
        self, element: etree._Element, kind: str, record: int, targets: Mapping[str, Sequence[int]]
    ) -> None:
        name = next(_texts(element, _NAMES[kind]), None) if kind in _NAMES else None
        if name is not None:
            self.providers.set_name(record, name)
        providers = [self.ids.number(each) for each in self._providers_of(element)]
        for provider in providers:
            self.providers.add(provider)
        if providers:
            self.providers.belongs(record, providers[0])
            # Its parts say themselves whose they are.
            targets = {field: targets.get(field, ()) for field in _SPECIFIED_BY}
        for target in itertools.chain.from_iterable(targets.values()):
            self.providers.pass_on(record, target)

    def _providers_of(self, element: etree._Element) -> Iterator[str]:
        """The ids of the providers of a record; where there are no ids, the name of its one provider."""
        by_reference = _PROVIDER_REFERENCE.get(self.format.name)
        by_name = _PROVIDER_NAME.get(self.format.name)
        if by_reference is not None:
            ids = (as_id(str(each.get("idref") or "")) for each in _children(element, by_reference))
            yield from filter(None, ids)
        elif by_name is not None:
            yield from itertools.islice(_texts(element, by_name), 1)


def _children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return (child for child in element.iterchildren("*") if local_name(str(child.tag)) == name)


def _texts(element: etree._Element, name: str) -> Iterator[str]:
    """What stands in a field, text by text."""
    for child in _children(element, name):
        for each in child.iter("*"):
            words = (each.text or "").split()
            if words:
                yield " ".join(words)
