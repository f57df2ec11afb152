"""Puts the issues of files together by rule and by provider: complete counts, a few samples of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from loms.errors import Issue, Severity
from loms.reporting.checked_file import CheckedFile
from loms.reporting.issue_table import IssueTable, ProviderIssues
from loms.reporting.meanings import Meaning, meaning_of
from loms.reporting.providers import Provider

__all__ = ["Counts", "Digest", "ProviderGroup", "RuleGroup", "as_counts", "digest_of"]

Counts = Mapping[Severity, int]
"""How many issues there are of each severity."""

_HEAVY_FIRST = tuple(Severity)
_UNKNOWN = Meaning(sentence="", remedy="")


@attrs.frozen(kw_only=True)
class RuleGroup:
    """The issues of one rule.

    Attributes:
        code: The code of the rule.
        meaning: What is wrong and what to do, whatever the values.
        counts: How many issues there are.
        records: In how many different records, or None where nobody counted.
        samples: Some of them, of as many different records as there are, in the order of the files.
    """

    code: str
    meaning: Meaning
    counts: Counts
    records: int | None
    samples: tuple[Issue, ...]

    @property
    def total(self) -> int:
        """How many issues there are of any severity."""
        return sum(self.counts.values())

    @property
    def severity(self) -> Severity:
        """The worst severity."""
        return next(each for each in _HEAVY_FIRST if self.counts[each])

    def as_dict(self) -> Mapping[str, object]:
        """The group as a mapping that JSON can hold, without the samples."""
        return {
            "code": self.code,
            "severity": str(self.severity),
            "meaning": self.meaning.sentence or None,
            "remedy": self.meaning.remedy or None,
            "why": self.meaning.why or None,
            "counts": as_counts(self.counts),
            "records": self.records,
        }


@attrs.frozen(kw_only=True)
class ProviderGroup:
    """The issues in the records of one provider.

    Attributes:
        provider: The provider; None for records that belong to none, or to several.
        counts: How many issues there are.
        rules: The same rule by rule, the worst first.
    """

    provider: Provider | None
    counts: Counts
    rules: tuple[RuleGroup, ...]

    @property
    def total(self) -> int:
        """How many issues there are of any severity."""
        return sum(self.counts.values())

    def as_dict(self) -> Mapping[str, object]:
        """The group as a mapping that JSON can hold, without the samples."""
        return {
            "id": None if self.provider is None else self.provider.id,
            "name": None if self.provider is None else self.provider.name,
            "counts": as_counts(self.counts),
            "rules": [{"code": rule.code, "counts": as_counts(rule.counts)} for rule in self.rules],
        }


@attrs.frozen(kw_only=True)
class Digest:
    """What is wrong with files, in groups.

    Attributes:
        counts: How many issues there are in all files.
        rules: The same by rule, the worst first.
    """

    counts: Counts
    rules: tuple[RuleGroup, ...]
    _by_provider: IssueTable | None

    @property
    def total(self) -> int:
        """How many issues there are of any severity."""
        return sum(self.counts.values())

    @property
    def number_of_providers(self) -> int:
        """How many groups `providers` gives."""
        return 0 if self._by_provider is None else len(self._by_provider)

    @property
    def total_by_provider(self) -> int:
        """How many issues these groups have together."""
        return 0 if self._by_provider is None else self._by_provider.total

    def providers(self) -> Iterator[ProviderGroup]:
        """The issues by provider, the one with the most errors first; nothing where no provider is known.

        There may be very many providers, so each is made when it is asked for.
        """
        yield from map(_provider_group, self._by_provider or ())


def digest_of(files: Sequence[CheckedFile], *, samples: int = 10) -> Digest:
    """Put issues together by rule and by provider.

    Args:
        files: What was found in each file.
        samples: How many issues of each rule are kept at most.

    Examples:
        >>> from loms.validate.report import Report
        >>> issue = Issue(code="XSD-DUPLICATE-ID", severity=Severity.ERROR, message="The id is there twice.")
        >>> report = Report(source="courses.xml", format=None, issues=(issue, issue), records=2)
        >>> [(rule.code, rule.total) for rule in digest_of([CheckedFile(report=report)]).rules]
        [('XSD-DUPLICATE-ID', 2)]
    """
    counts: dict[str, Counter[Severity]] = {}
    for file in files:
        for count in file.report.counts:
            counts.setdefault(count.code, Counter())[count.severity] += count.number
    kept = _samples(files, samples)
    records = _records(files)
    rules = _sorted(
        RuleGroup(
            code=code,
            meaning=meaning_of(code) or _UNKNOWN,
            counts=_counts(number),
            records=None if records is None else records[code],
            samples=tuple(kept.get(code, ())),
        )
        for code, number in counts.items()
    )
    return Digest(counts=_sum(counts.values()), rules=rules, by_provider=_by_provider(files))


def _samples(files: Sequence[CheckedFile], most: int) -> Mapping[str, Sequence[Issue]]:
    """Some issues of each code, of as many different records as there are, in the order of the files."""
    ranked: dict[str, list[tuple[int, Issue]]] = {}
    for file in files:
        seen: Counter[tuple[str, str | None]] = Counter()
        for issue in file.report.issues:
            place = (issue.code, issue.record)
            seen[place] += 1
            ranked.setdefault(issue.code, []).append((seen[place], issue))
    return {code: _first_of_each_record(own, most) for code, own in ranked.items()}


def _first_of_each_record(ranked: Sequence[tuple[int, Issue]], most: int) -> Sequence[Issue]:
    """Those that are the first in their record before those that are the second, and so on."""
    positions = sorted(range(len(ranked)), key=lambda position: (ranked[position][0], position))[:most]
    return [ranked[position][1] for position in sorted(positions)]


def _records(files: Sequence[CheckedFile]) -> Counter[str] | None:
    """In how many records there are issues of each code; None where not all of them were counted."""
    found: Counter[str] = Counter()
    for file in files:
        if not file.report.issues:
            continue
        if file.statistics is None or file.statistics.issues is None:
            return None
        found.update(file.statistics.issues.records)
    return found


def _by_provider(files: Sequence[CheckedFile]) -> IssueTable | None:
    """The issues by provider, of the files in which there are any."""
    known = (file.statistics for file in files if file.statistics is not None and file.statistics.providers)
    tables = [each.issues for each in known if each.issues is not None]
    return IssueTable.merged(tables) if tables else None


def _provider_group(issues: ProviderIssues) -> ProviderGroup:
    counts: dict[str, Counter[Severity]] = {}
    for (code, severity), number in issues.numbers.items():
        counts.setdefault(code, Counter())[severity] += number
    return ProviderGroup(
        provider=issues.provider,
        counts=_sum(counts.values()),
        rules=_sorted(
            RuleGroup(
                code=code,
                meaning=meaning_of(code) or _UNKNOWN,
                counts=_counts(own),
                records=None,
                samples=tuple(issues.samples.get(code, ())),
            )
            for code, own in counts.items()
        ),
    )


def _sorted(rules: Iterable[RuleGroup]) -> tuple[RuleGroup, ...]:
    """The worst first, then the most frequent, then by name."""
    return tuple(sorted(rules, key=lambda rule: (_HEAVY_FIRST.index(rule.severity), -rule.total, rule.code)))


def _sum(counts: Iterable[Counter[Severity]]) -> Counts:
    return _counts(sum(counts, Counter()))


def _counts(counted: Counter[Severity]) -> Counts:
    return {severity: counted[severity] for severity in Severity}


def as_counts(counts: Counts) -> Mapping[str, int]:
    """Counts as a mapping that JSON can hold."""
    return {str(severity): number for severity, number in counts.items()}
