"""Writes listed references as CSV, and as elements that can be put into a dataset of opportunities."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator

from lxml import etree

from loms.errors import Issue, Severity
from loms.formats import find_format
from loms.resolve.cells import to_cell
from loms.resolve.listing import ListedReference

__all__ = ["COLUMNS", "csv_lines", "xml_lines"]

COLUMNS = ("id", "qualification", "scheme", "eqf_level", "title")
"""The columns of the CSV. `link` reads those of the same name."""

_SECTION = "learningSpecificationReferences"
_NAMESPACE = find_format("loms-2019").namespace


def csv_lines(references: Iterable[ListedReference]) -> Iterator[str]:
    r"""Listed references as CSV, line by line, with a header.

    Texts that a spreadsheet would take for formulas get an apostrophe before them; see `loms.resolve.cells`.

    Args:
        references: The references.

    Yields:
        Each line with its end, which is ``\r\n``.

    Examples:
        >>> from loms.resolve import references
        >>> header, first, *_ = csv_lines(references("examples/qualifications-loms.xml"))
        >>> header.rstrip()
        'id,qualification,scheme,eqf_level,title'
        >>> first.rstrip().partition(",")[2]
        'TBQ-0301,https://data.three-borders.example/scheme/qualification,3,Title of geriatric care assistant'
    """
    yield _line(COLUMNS)
    for each in references:
        cells = (each.id, each.identifier, each.scheme_id, each.eqf_level, each.title)
        yield _line([to_cell(cell or "") for cell in cells])


def xml_lines(
    references: Iterable[ListedReference], *, on_issue: Callable[[Issue], object] | None = None
) -> Iterator[str]:
    r"""Listed references as a section of LOMS with one ``qualificationRef`` each, line by line.

    Args:
        references: The references.
        on_issue: Called for each reference that is left out because it has no id. None passes over them.

    Yields:
        Each line with its end, which is ``\n``.

    Examples:
        >>> from loms.resolve import references
        >>> begin, first, *_ = xml_lines(references("examples/qualifications-loms.xml"))
        >>> first.strip().partition("><")[0]
        '<qualificationRef id="https://data.three-borders.example/qualification/geriatric-care-assistant"'
    """
    yield f'<{_SECTION} xmlns="{_NAMESPACE}">\n'
    for each in references:
        if each.id is None:
            if on_issue is not None:
                on_issue(_without_id(each))
            continue
        element = etree.Element("qualificationRef", {"id": each.id})
        identifier = etree.SubElement(element, "identifier")
        if each.scheme_id is not None:
            identifier.set("schemeID", each.scheme_id)
        identifier.text = each.identifier
        yield f"  {etree.tostring(element, encoding='unicode')}\n"
    yield f"</{_SECTION}>\n"


def _line(cells: Iterable[str]) -> str:
    line = io.StringIO(newline="")
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _without_id(reference: ListedReference) -> Issue:
    return Issue(
        code="REFS-NO-ID",
        severity=Severity.ERROR,
        message=f"The qualification {reference.identifier!r} has no id, and there is no namespace to make one for the "
        "reference, so it was left out.",
        remedy="Give a namespace of yours, such as https://data.example.org/lo/ (on the command line --namespace).",
        line=reference.place.line,
        record=reference.identifier,
        source=reference.place.source,
    )
