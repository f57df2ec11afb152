"""How many documents a second Hypothesis draws on one core.

Run it as ``python -m benchmarks.drawing``; it prints one table. Processor time is counted, not time on the clock.
"""

from __future__ import annotations

import statistics
import time

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import loms
from loms.document import Document
from loms.formats import FORMATS
from loms.strategies import documents, near_invalid

EXAMPLES = 500
ROUNDS = 5


def drawn_in_a_second(strategy: SearchStrategy[object]) -> float:
    """Draw many examples as a test would, several times over.

    Args:
        strategy: What to draw.

    Returns:
        Examples per second of processor time, the median of the rounds.
    """
    return statistics.median(_round(strategy) for _ in range(ROUNDS))


def _round(strategy: SearchStrategy[object]) -> float:
    count = 0

    @settings(max_examples=EXAMPLES, database=None, deadline=None, phases=[Phase.generate])
    @given(strategy)
    def look(_: object) -> None:
        nonlocal count
        count += 1

    begin = time.process_time()
    look()
    return count / (time.process_time() - begin)


def size_of(strategy: SearchStrategy[Document]) -> int:
    """How many bytes of XML the examples have, the mean of a hundred."""
    sizes: list[int] = []

    @settings(max_examples=100, database=None, deadline=None, phases=[Phase.generate], derandomize=True)
    @given(strategy)
    def measure(document: Document) -> None:
        sizes.append(len(loms.dumps(document)))

    measure()
    return round(statistics.mean(sizes))


def main() -> None:
    """Print the table."""
    print(f"{'what is drawn':<58}{'bytes':>8}{'a second':>10}")
    print(f"{'(for comparison) a list of up to 50 integers':<58}{'':>8}{drawn_in_a_second(_INTEGERS):>10.0f}")
    for format in FORMATS:
        for options in ({"max_records": 1}, {}, {"realistic": True}):
            strategy = documents(format.name, **options)
            said = ", ".join(f"{name}={value}" for name, value in options.items())
            name = f"documents({', '.join(filter(None, (repr(format.name), said)))})"
            print(f"{name:<58}{size_of(strategy):>8}{drawn_in_a_second(strategy):>10.0f}")
        name = f"near_invalid({format.name!r})"
        print(f"{name:<58}{'':>8}{drawn_in_a_second(near_invalid(format.name)):>10.0f}")


_INTEGERS = st.lists(st.integers(), max_size=50)

if __name__ == "__main__":
    main()
