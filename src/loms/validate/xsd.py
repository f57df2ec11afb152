"""Validates a file of any size against the schema of its format, reading it once and keeping little of it."""

from __future__ import annotations

import attrs
from lxml import etree

from loms.errors import InvalidDataError, Issue, Severity
from loms.formats import Format, find_format
from loms.io.growing import GrowingDocument
from loms.io.schema.check import DocumentCheck
from loms.io.source import OpenSource, Source, open_source, source_name
from loms.io.tag_lines import TagLines
from loms.validate.report import Report

__all__ = ["validate"]

_MOST_FAULTS = 100_000


def validate(source: Source, *, format: str | None = None, max_unpacked_size: int | None = None) -> Report:
    """Validate a file against the schema of its format.

    The file is read once, in pieces, so it may be of any size and may be a pipe. All faults are found, not only the
    first; of more than 100,000 the first 100,000 are told. Of what was read only ids and open references are kept. A
    record of more than 100 MB or 100,000 elements ends the reading.

    Args:
        source: Path of an XML file, or a binary stream. Either may be compressed with gzip.
        format: Name of the format that the file must have, such as ``loms-2019``; None takes what it is.
        max_unpacked_size: The most bytes to which a compressed file may unpack. None allows 100 times its compressed
            size, and 10 MB in any case. Files that are not compressed have no limit.

    Returns:
        The report. Data that is not well formed, of no known format or over the limit is an issue in it, not an
        exception.

    Raises:
        SourceError: The file does not exist, is a folder, or may not be read.
        UsageError: There is no format of that name, or the limit is no number of bytes.

    Examples:
        >>> import io
        >>> report = validate(io.BytesIO(b'<Delete xmlns="http://ec.europa.eu/delete/v0_1_1"/>'))
        >>> report.ok
        False
        >>> for issue in report.issues:
        ...     print(issue.line, issue.code, issue.message)
        1 XSD-MISSING-ATTRIBUTE Delete has no attribute Key, which is required.
        1 XSD-MISSING-ATTRIBUTE Delete has no attribute XsdVersion, which is required.
        1 XSD-MISSING-ATTRIBUTE Delete has no attribute XsdType, which is required.
        1 XSD-MISSING-ELEMENT Delete has no EntityType, which is required.
        1 XSD-MISSING-ELEMENT Delete has no Id, which is required.
    """
    run = _Run(name=source_name(source), expected=None if format is None else find_format(format))
    failed: tuple[Issue, ...] = ()
    try:
        with open_source(source, max_unpacked_size=max_unpacked_size) as opened:
            run.read(opened)
    except InvalidDataError as error:
        failed = error.issues
    return run.report(failed)


@attrs.define(eq=False, kw_only=True)
class _Run:
    """One reading of one file, and how far it came."""

    name: str
    expected: Format | None
    format: Format | None = None
    check: DocumentCheck | None = None
    root: etree._Element | None = None
    adopted: tuple[Issue, ...] = ()

    def read(self, opened: OpenSource) -> None:
        """Read and check; whatever stops it is raised as InvalidDataError."""
        document = GrowingDocument(opened)
        self.format = document.format
        self._expect(document.format)
        lines = TagLines()
        for growth in document:
            lines.feed(growth.chunk)
            self.root = growth.root
            if self.check is None:
                told = lines if growth.adoption is None else growth.adoption.lines(lines)
                self.adopted = () if growth.adoption is None else growth.adoption.issues(self.name)
                self.check = DocumentCheck(document.format, source=self.name, lines=told, most=_MOST_FAULTS)
            self.check.take(growth.root, complete=growth.is_complete, drop=True)

    def report(self, failed: tuple[Issue, ...]) -> Report:
        """What was found; when something stopped the reading, that alone, since the rest may change everything."""
        issues = failed
        if not failed and self.check is not None and self.root is not None:
            issues = (*self.adopted, *self.check.issues(self.root))
        records = 0 if self.check is None else self.check.records
        return Report(source=self.name, format=self.format, issues=issues, records=records)

    def _expect(self, found: Format) -> None:
        if self.expected is None or self.expected is found:
            return
        issue = Issue(
            code="FORMAT-UNEXPECTED",
            severity=Severity.ERROR,
            message=f"This is a {found.name} file, but {self.expected.name} was expected.",
            remedy="Name the right file, or the format that it has.",
            path=f"/{found.root}",
            source=self.name,
        )
        raise InvalidDataError.of(issue)
