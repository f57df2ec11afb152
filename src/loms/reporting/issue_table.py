"""How many issues there are by provider, code and severity: a column of numbers for each, so that it stays small."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence

import attrs

from loms.errors import Issue, Severity
from loms.reporting.providers import Provider

__all__ = ["IssueTable", "ProviderIssues"]

_BITS = 40
"""They hold the number of issues of a severity."""


@attrs.frozen(kw_only=True)
class ProviderIssues:
    """The issues in the records of one provider.

    Attributes:
        provider: The provider; None for records that belong to none, or to several.
        numbers: How many issues there are, by code and severity.
        samples: A few of them, by code; none where too many are kept already.
    """

    provider: Provider | None
    numbers: Mapping[tuple[str, Severity], int]
    samples: Mapping[str, Sequence[Issue]]


class IssueTable:
    """Numbers of issues by provider, code and severity.

    Args:
        providers: The provider of each row.
        numbers: By code and severity the numbers of issues, row by row; the last rows may be missing.
        samples: A few issues, by row and code.
        records: In how many records there are issues, by code.

    Examples:
        >>> school = Provider(id="urn:1", name="School")
        >>> numbers = {("LOMS-X", Severity.ERROR): array("I", [1, 7])}
        >>> table = IssueTable([None, school], numbers, samples={}, records={"LOMS-X": 8})
        >>> [each.provider.name if each.provider else None for each in table]
        ['School', None]
    """

    def __init__(
        self,
        providers: Sequence[Provider | None],
        numbers: Mapping[tuple[str, Severity], Sequence[int]],
        samples: Mapping[tuple[int, str], Sequence[Issue]],
        records: Mapping[str, int],
    ) -> None:
        self.records = records
        self._providers = providers
        self._numbers = numbers
        self._samples = samples

    @classmethod
    def merged(cls, tables: Sequence[IssueTable]) -> IssueTable:
        """The numbers of several files together.

        Args:
            tables: Those of each file.
        """
        if len(tables) == 1:
            return tables[0]
        rows: dict[Provider | None, int] = {}
        numbers: dict[tuple[str, Severity], array[int]] = {}
        samples: dict[tuple[int, str], tuple[Issue, ...]] = {}
        records: dict[str, int] = {}
        for table in tables:
            for issues in table:
                row = rows.setdefault(issues.provider, len(rows))
                for key, number in issues.numbers.items():
                    _add_to_row(numbers.setdefault(key, array("I")), row, number)
                for code, own in issues.samples.items():
                    samples[row, code] = (*samples.get((row, code), ()), *own)
            for code, number in table.records.items():
                records[code] = records.get(code, 0) + number
        return cls(list(rows), numbers, samples, records)

    def __len__(self) -> int:
        """How many providers have issues; records without one count as one more."""
        return len(self._providers)

    @property
    def total(self) -> int:
        """How many issues there are."""
        return sum(map(sum, self._numbers.values()))

    def __iter__(self) -> Iterator[ProviderIssues]:
        """The issues of each provider: the one with the most errors first, records without a provider last.

        Those that have as many come in the order in which their first issues were found.
        """
        codes = sorted({code for code, _ in self._numbers})
        for row in sorted(range(len(self)), key=self._weights().__getitem__):
            columns = ((key, column[row]) for key, column in self._numbers.items() if row < len(column))
            yield ProviderIssues(
                provider=self._providers[row],
                numbers={key: number for key, number in columns if number},
                samples={code: self._samples[row, code] for code in codes if (row, code) in self._samples},
            )

    def _weights(self) -> Sequence[int]:
        """What sorts the rows: a single number for each, since there may be very many."""
        totals = [array("Q", bytes(8 * len(self))) for _ in Severity]
        for (_, severity), column in self._numbers.items():
            total = totals[list(Severity).index(severity)]
            for row, number in enumerate(column):
                total[row] += number
        weights = []
        for row, provider in enumerate(self._providers):
            weight = int(provider is not None)
            for total in totals:
                weight = weight << _BITS | total[row]
            weights.append(-weight)
        return weights


def _add_to_row(column: array[int], row: int, number: int) -> None:
    """Add a number to a row of a column, which grows as far as it must."""
    if row >= len(column):
        column.extend([0] * (row + 1 - len(column)))
    column[row] += number
