"""How fast qualifications are indexed and references resolved, against plain reading, and how much memory it takes.

Run it as ``python -m benchmarks.resolving``; it prints one table. Each measurement runs in a process of its own, so
that its peak memory is its own. Processor time is counted, not time on the clock. Plain reading may mean several
things, so the last lines say for each of them how many times as long indexing takes.
"""

from __future__ import annotations

import argparse
import functools
import itertools
import json
import math
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import attrs
from lxml import etree

import loms
from loms import iter_records
from loms.formats import find_format
from loms.io.growing import GrowingDocument
from loms.io.record_elements import record_elements
from loms.io.source import open_source
from loms.resolve import Index, Outcome, follow, match, resolve
from loms.samples import sample

SCHEME = "https://example.org/scheme/qualification"
TEMPLATES = 300
REFERENCES = 10_000
ROUNDS = 3

_NAMESPACE = find_format("loms-2019").namespace
_IN = f"{{{_NAMESPACE}}}"
_BEGIN = f'<?xml version="1.0" encoding="UTF-8"?>\n<qmsLearningOpportunities xmlns="{_NAMESPACE}" xsdVersion="1.1.0">\n'
_END = "</qmsLearningOpportunities>\n"
# Sections to which the qualifications refer.
_OTHERS = ("learningOutcomeReferences", "agentReferences", "semanticFrameworkReferences")
# Nothing in a sample looks like these.
_ID, _VALUE, _TARGET = "@ID@", "@VALUE@", "@TARGET@"


@attrs.frozen(kw_only=True)
class Work:
    """What one measurement is given.

    Attributes:
        qualifications: Path of the file with the qualifications.
        opportunities: Path of the file with the opportunities.
        index: Path of a file for the index.
        number: How many qualifications there are.
    """

    qualifications: str
    opportunities: str
    index: str
    number: int


@attrs.frozen(kw_only=True)
class Cost:
    """What one measurement took.

    Attributes:
        seconds: Processor time.
        megabytes: Peak memory of the process, the interpreter and the libraries included.
    """

    seconds: float
    megabytes: float


def write_qualifications(path: Path, number: int, *, like: str | None) -> None:
    """Write a dataset of qualifications, each with an identifier.

    Args:
        path: Where to write.
        number: How many.
        like: A LOMS dataset whose qualifications are repeated under other identifiers; None takes a sample.
    """
    root = _document(like)
    templates = [_as_template(each, target=None) for each in root.iter(f"{_IN}qualification")]
    _write(
        path,
        opportunities=(),
        others=[_plain(each) for name in _OTHERS for each in root.iterchildren(f"{_IN}{name}")],
        specifications=(
            templates[n % len(templates)].replace(_ID, qualification_id(n)).replace(_VALUE, identifier(n))
            for n in range(number)
        ),
    )


def write_opportunities(path: Path, number: int, *, qualifications: int) -> None:
    """Write a dataset of opportunities, each with a reference to one of the qualifications.

    Args:
        path: Where to write.
        number: How many.
        qualifications: How many qualifications there are.
    """
    root = _document(None)
    templates = [_as_template(each, target=_TARGET) for each in root.iter(f"{_IN}learningOpportunity")]
    _write(
        path,
        opportunities=(
            templates[n % len(templates)]
            .replace(_ID, f"https://example.org/opportunity/{n}")
            .replace(_VALUE, f"LO-{n}")
            .replace(_TARGET, qualification_id(n * 7 % qualifications))
            for n in range(number)
        ),
        specifications=(
            f'<qualificationRef id="{qualification_id(n * 7 % qualifications)}"><identifier schemeID="{SCHEME}">'
            f"{identifier(n * 7 % qualifications)}</identifier></qualificationRef>\n"
            for n in range(number)
        ),
    )


def qualification_id(number: int) -> str:
    """The ``@id`` of a qualification."""
    return f"https://example.org/qualification/{number}"


def identifier(number: int) -> str:
    """The identifier of a qualification."""
    return f"TBQ-{number:07}"


def _document(like: str | None) -> etree._Element:
    return etree.fromstring(Path(like).read_bytes() if like else loms.dumps(sample(records=TEMPLATES, seed=1)))


def _plain(element: etree._Element) -> str:
    """An element as text, for a place where our namespace is declared."""
    return etree.tostring(element, encoding="unicode").replace(f' xmlns="{_NAMESPACE}"', "", 1)


def _as_template(record: etree._Element, *, target: str | None) -> str:
    """A record with one identifier, and marks for what differs from record to record."""
    record.set("id", _ID)
    for each in record.findall(f"{_IN}identifier"):
        record.remove(each)
    own = etree.Element(f"{_IN}identifier", schemeID=SCHEME)
    own.text = _VALUE
    record.insert(0, own)
    for child in [each for each in record if "idref" in each.attrib]:
        record.remove(child)
    if target is not None:
        etree.SubElement(record, f"{_IN}specifiedBy", idref=target)
    return _plain(record)


def _write(
    path: Path, *, opportunities: Iterable[str], specifications: Iterable[str], others: Iterable[str] = ()
) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(f"{_BEGIN}<learningOpportunities>\n")
        file.writelines(opportunities)
        file.write("</learningOpportunities>\n<learningSpecificationReferences>\n")
        file.writelines(specifications)
        file.write("</learningSpecificationReferences>\n")
        file.writelines(others)
        file.write(_END)


def nothing(_: Work) -> None:
    """Only start, and load all modules."""


def plain_lxml(work: Work) -> None:
    """Let lxml read record by record, and look at nothing."""
    for _, element in etree.iterparse(work.qualifications, tag=f"{_IN}qualification"):
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def plain_loms(work: Work) -> None:
    """Read record by record as every part of the library does, and look at nothing."""
    with open_source(work.qualifications) as opened:
        for _ in record_elements(GrowingDocument(opened)):
            pass


def plain_unchecked(work: Work) -> None:
    """Read record by record into objects, without a check."""
    for _ in iter_records(work.qualifications, check=False):
        pass


def plain_checked(work: Work) -> None:
    """Read record by record into objects, and check them."""
    for _ in iter_records(work.qualifications):
        pass


def plain_objects(work: Work) -> None:
    """Read the whole document into objects."""
    loms.read(work.qualifications)


def index_in_memory(work: Work) -> None:
    """Make an index in memory."""
    Index.from_sources(work.qualifications).close()


def index_in_file(work: Work) -> None:
    """Make an index in a file."""
    Path(work.index).unlink(missing_ok=True)
    Index.from_sources(work.qualifications, path=work.index).close()


def index_unchanged(work: Work) -> None:
    """Ask for the index in the file again, when nothing has changed."""
    Index.from_sources(work.qualifications, path=work.index).close()


def open_index(work: Work) -> None:
    """Open the index in the file."""
    Index.open(work.index).close()


def resolve_in_memory(work: Work) -> None:
    """Resolve the opportunities against the qualifications."""
    resolve(work.opportunities, work.qualifications)


def resolve_from_file(work: Work) -> None:
    """Resolve the opportunities against the index in the file."""
    with Index.open(work.index) as index:
        resolve(work.opportunities, index=index)


def follow_from_file(work: Work) -> None:
    """The same piece by piece, as loms resolve does."""
    with Index.open(work.index) as index, follow(work.opportunities, index=index) as followed:
        for _ in itertools.chain(followed.references(), followed.opportunities(), followed.issues()):
            pass


MEASURED: Mapping[str, Callable[[Work], None]] = {
    each.__name__: each
    for each in (
        nothing,
        plain_lxml,
        plain_loms,
        plain_unchecked,
        plain_checked,
        plain_objects,
        index_in_memory,
        index_in_file,
        index_unchanged,
        open_index,
        resolve_in_memory,
        resolve_from_file,
        follow_from_file,
    )
}
READINGS = (plain_lxml, plain_loms, plain_unchecked, plain_checked, plain_objects)
INDEXINGS = (index_in_memory, index_in_file)


def seconds_per_reference(index: Index, number: int) -> float:
    """How long it takes to find what a reference stands for; nine of ten are found, the others nearly or not at all.

    Args:
        index: The index.
        number: How many qualifications it holds.
    """
    chosen = random.Random(1)  # noqa: S311 - no secret
    numbers = [chosen.randrange(number) for _ in range(REFERENCES)]
    wanted = [
        identifier(n) if at % 10 else (identifier(n).lower() if at % 20 else f"NONE-{n}")
        for at, n in enumerate(numbers)
    ]
    begin = time.process_time()
    outcomes = [match(index, value, scheme_id=SCHEME).outcome for value in wanted]
    spent = time.process_time() - begin
    assert outcomes.count(Outcome.FOUND) == REFERENCES * 9 // 10  # noqa: S101 - otherwise it measures something else
    return spent / REFERENCES


def _measured(name: str, work: Work, *, rounds: int) -> Cost:
    """Measure in a new process; the fastest of the rounds, because other programs only slow down."""
    command = [sys.executable, "-m", "benchmarks.resolving", "--measure", name, json.dumps(attrs.asdict(work))]
    costs = [
        Cost(**json.loads(subprocess.run(command, check=True, capture_output=True).stdout))  # noqa: S603 - this file
        for _ in range(rounds)
    ]
    return Cost(
        seconds=min(each.seconds for each in costs), megabytes=statistics.median(each.megabytes for each in costs)
    )


def _measure_here(name: str, work: Work) -> Cost:
    begin = time.process_time()
    MEASURED[name](work)
    spent = time.process_time() - begin
    return Cost(seconds=spent, megabytes=_peak_memory())


def _peak_memory() -> float:
    """The peak memory of this process in megabytes; what `resource` says includes that of the process before it."""
    status = Path("/proc/self/status")
    if not status.exists():
        return math.nan
    line = next(each for each in status.read_text().splitlines() if each.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def _rows(work: Work, *, names: Iterable[str], rounds: int) -> Iterator[str]:
    plain = _measured("plain_lxml", work, rounds=rounds)
    costs: dict[str, Cost] = {}
    for name in names:
        cost = costs[name] = plain if name == "plain_lxml" else _measured(name, work, rounds=rounds)
        yield f"{_said(name):<84}{cost.seconds:>9.2f}{cost.seconds / plain.seconds:>9.2f}{cost.megabytes:>8.0f}"
    if all(each.__name__ in costs for each in INDEXINGS):
        yield from _compared(costs)


def _compared(costs: Mapping[str, Cost]) -> Iterator[str]:
    """How many times as long indexing takes as each plain reading."""
    yield f"{'Times as long as this, indexing takes':<84}{'memory':>9}{'file':>9}"
    for reading in (each.__name__ for each in READINGS if each.__name__ in costs):
        times = (costs[each.__name__].seconds / costs[reading].seconds for each in INDEXINGS)
        yield f"{_said(reading):<84}{''.join(f'{each:>9.2f}' for each in times)}"


def _said(name: str) -> str:
    return (MEASURED[name].__doc__ or "").rstrip(".")


def _per_reference(work: Work) -> Iterator[str]:
    opened: Mapping[str, Callable[[], Index]] = {
        "in memory": functools.partial(Index.from_sources, work.qualifications),
        "in the file": functools.partial(Index.open, work.index),
    }
    for where, make in opened.items():
        with make() as index:
            spent = seconds_per_reference(index, work.number)
        yield f"{f'One of the references, {where}':<84}{spent * 1e6:>7.0f} µs"


def _table(number: int, *, like: str | None, names: Iterable[str], rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = Work(
            qualifications=f"{folder}/qualifications.xml",
            opportunities=f"{folder}/opportunities.xml",
            index=f"{folder}/index.sqlite",
            number=number,
        )
        write_qualifications(Path(work.qualifications), number, like=like)
        write_opportunities(Path(work.opportunities), number // 10, qualifications=number)
        size = Path(work.qualifications).stat().st_size
        title = f"{number:,} qualifications, {size / 1e6:,.0f} MB; {number // 10:,} opportunities"
        print(f"{title:<84}{'seconds':>9}{'to lxml':>9}{'MB':>8}")
        for row in _rows(work, names=names, rounds=rounds):
            print(row, flush=True)
        if Path(work.index).exists():
            for row in _per_reference(work):
                print(row, flush=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=100_000, help="how many qualifications; a tenth as many first")
    parser.add_argument("--like", help="a LOMS dataset whose qualifications are repeated, in place of samples")
    parser.add_argument("--objects", action="store_true", help="also read the whole document into objects")
    parser.add_argument("--only", nargs="+", choices=MEASURED, metavar="NAME", help="measure nothing but these")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--measure", nargs=2, metavar=("NAME", "WORK"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        print(json.dumps(attrs.asdict(_measure_here(given.measure[0], Work(**json.loads(given.measure[1]))))))
        return
    names = given.only or [name for name in MEASURED if name != "plain_objects" or given.objects]
    for number in (given.number // 10, given.number):
        _table(number, like=given.like, names=names, rounds=given.rounds)
        print()


if __name__ == "__main__":
    main()
