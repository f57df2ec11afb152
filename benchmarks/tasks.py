"""What is measured, in which groups, and up to which size."""

from __future__ import annotations

import functools
from collections.abc import Callable

import attrs

from benchmarks import ours, peers
from benchmarks.data import FORMATS, LOMS, LOQ
from benchmarks.ours import Action
from benchmarks.work import Work

__all__ = ["TASKS", "Task", "find_task"]

_SLOW = 10_000
"""Up to this many opportunities slow things take reasonable time."""
_SLOWEST = 1_000


@attrs.frozen(kw_only=True)
class Task:
    """One thing to measure.

    Attributes:
        name: How other modules call it.
        group: What it is an example of; the first of a group is what the others are compared with.
        title: What tables call it.
        prepare: Makes ready, and returns what is measured.
        formats: Names of the formats of documents for which there is a measurement.
        most: It is not measured with more opportunities than these; None for any number.
        is_ours: Whether it is this library that is measured.
        is_parallel: Whether several processes share the work, so that the clock counts.
    """

    name: str
    group: str
    title: str
    prepare: Callable[[Work], Action]
    formats: tuple[str, ...] = FORMATS
    most: int | None = None
    is_ours: bool = True
    is_parallel: bool = False

    def is_measured(self, format: str, opportunities: int) -> bool:
        """Whether it is measured on a document.

        Args:
            format: Name of the format of the document.
            opportunities: How many opportunities the document has.
        """
        return format in self.formats and (self.most is None or opportunities <= self.most)


def _task(
    group: str,
    title: str,
    prepare: Callable[[Work], Action],
    *,
    formats: tuple[str, ...] = FORMATS,
    most: int | None = None,
    is_ours: bool,
    is_parallel: bool = False,
) -> Task:
    return Task(
        name=prepare.__name__,
        group=group,
        title=title,
        prepare=prepare,
        formats=formats,
        most=most,
        is_ours=is_ours,
        is_parallel=is_parallel,
    )


_own = functools.partial(_task, is_ours=True)
_peer = functools.partial(_task, is_ours=False)


TASKS: tuple[Task, ...] = (
    _own("Read into objects", "`loms.read`", ours.read),
    _own("Read into objects", "`loms.read(check=False)`", ours.read_unchecked),
    _peer("Read into objects", "xsdata `XmlParser`", peers.xsdata_read, most=_SLOW),
    _peer("Read into objects", "xmlschema `to_dict`", peers.xmlschema_to_dict, most=_SLOWEST),
    _peer("Read into objects", "lxml `parse`, a tree only", peers.lxml_parse),
    _peer("Read into objects", "ElementTree `parse`, a tree only", peers.elementtree_parse),
    _own("Read record by record", "`loms.iter_records`", ours.iter_records),
    _own("Read record by record", "`loms.iter_records(check=False)`", ours.iter_unchecked),
    _peer("Read record by record", "lxml `iterparse`, elements only", peers.lxml_iterparse),
    _own("Write", "`loms.dumps`", ours.write),
    _peer("Write", "xsdata `XmlSerializer`", peers.xsdata_write, most=_SLOW),
    _own("Validate", "`loms.validate`, file to report", ours.validate),
    _own("Validate", "the same with the rules of the register", ours.validate_rules),
    _own(
        "Validate",
        "with the rules and `jobs=2`, on the clock",
        ours.validate_rules_in_two,
        is_parallel=True,
    ),
    _peer("Validate", "lxml `iterparse` with schema", peers.lxml_schema_iterparse),
    _peer("Validate", "lxml on a parsed tree", peers.lxml_schema_tree, most=_SLOW),
    _own("Convert to LOMS", "`loms.convert_file`", ours.convert_file, formats=(LOQ,)),
    _own(
        "Convert to LOMS",
        "`loms.convert_file(jobs=2)`, on the clock",
        ours.convert_file_in_two,
        formats=(LOQ,),
        is_parallel=True,
    ),
    _own("Convert to LOMS", "`loms.convert_file(report=…)`", ours.convert_file_with_report, formats=(LOQ,), most=_SLOW),
    _peer("Convert to LOMS", "XSLT of the core by lxml", peers.lxml_xslt, formats=(LOQ,)),
    _own("Convert to ELM", "`loms.convert_file`", ours.convert_to_elm, formats=(LOMS,)),
    _own("Resolve references", "`loms.resolve`", ours.resolve, formats=(LOMS,)),
)


def find_task(name: str) -> Task:
    """The task of that name.

    Raises:
        KeyError: There is none.
    """
    return {each.name: each for each in TASKS}[name]
