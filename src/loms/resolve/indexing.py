"""Reads the qualifications of a file into an index, record by record."""

from __future__ import annotations

from collections.abc import Iterator

from loms.errors import InvalidDataError, Issue, LomsError, Severity, SourceError
from loms.io.growing import GrowingDocument
from loms.io.record_elements import record_elements
from loms.io.schema.sources import source_line
from loms.io.source import open_source
from loms.resolve.building import Finding, NewStore
from loms.resolve.issues import Issues
from loms.resolve.readers import READERS, reader_of
from loms.resolve.readers.findings import FoundRecord, Reader
from loms.resolve.sources import HashedFile, SourceFile, digest_of, stamp_of

__all__ = ["LEFT_OUT", "add_file"]

LEFT_OUT = "INDEX-SOURCE-LEFT-OUT"
"""Code of the issue that a file is not in the index."""

_NOT_OURS = ("FORMAT-UNKNOWN", "XML-NOT-XML", "XML-EMPTY")


def add_file(
    store: NewStore, file: SourceFile, *, scheme: str | None, issues: Issues, max_unpacked_size: int | None
) -> None:
    """Add the qualifications of a file to an index; all of them, or none where it cannot be read to its end.

    Args:
        store: The index.
        file: The file.
        scheme: The scheme of its identifiers where the format names none.
        issues: Gets why it is not in the index, where it is not. What is wrong with a file that is there is kept in
            the index.
        max_unpacked_size: As for `loms.io.read.read`.
    """
    try:
        stamp = stamp_of(file.path)
        with open(file.path, "rb") as raw:  # noqa: PTH123 - the path is a str
            hashed = HashedFile(raw)
            with open_source(hashed, name=file.path, max_unpacked_size=max_unpacked_size) as opened:
                document = GrowingDocument(opened)
                reader = reader_of(document.format.name)
                own = Issues()
                if reader is None:
                    own.add(_without_qualifications(file, document.format.title))
                store.add_source(
                    path=file.path,
                    is_named=file.is_named,
                    format=document.format.name,
                    stamp=stamp,
                    scheme=None if reader is None or reader.has_schemes else scheme,
                    findings=() if reader is None else _findings(document, reader, file.path, own),
                    digest=hashed.digest,
                    issues=own.all,
                )
    except OSError as error:
        issues.add(_left_out(file, f"{file.path} cannot be read: {error.strerror or error}."))
    except (InvalidDataError, SourceError) as error:
        if not file.is_named and error.issues and error.issues[0].code in _NOT_OURS:
            _pass_over(store, file, error.issues[0], issues)
        else:
            _tell(file, error, issues)


def _findings(document: GrowingDocument, reader: Reader, path: str, issues: Issues) -> Iterator[Finding]:
    for position, element in enumerate(record_elements(document), start=1):
        tag = str(element.tag)
        if read := reader.records.get(tag):
            record = read(element)
            line = source_line(element)
            if not record.id and not any(value.strip() for value, _ in record.identifiers):
                issues.add(_nameless(record, path, line))
            yield position, line, record
        elif read_organization := reader.organizations.get(tag):
            yield position, None, read_organization(element)


def _pass_over(store: NewStore, file: SourceFile, found: Issue, issues: Issues) -> None:
    """Remember that a file is none of ours, so that it is read again only when it has changed."""
    issue = _passed_over(file, found)
    try:
        stamp = stamp_of(file.path)
        digest = digest_of(file.path)
    except OSError:
        issues.add(issue)
        return
    store.add_source(
        path=file.path,
        is_named=file.is_named,
        format="",
        stamp=stamp,
        scheme=None,
        findings=(),
        digest=lambda: digest,
        issues=lambda: (issue,),
    )


def _tell(file: SourceFile, error: LomsError, issues: Issues) -> None:
    """Add what keeps a file from being read."""
    for issue in error.issues:
        issues.add(issue)
    message = "Nothing of the file is in the index, because it could not be read to its end."
    issues.add(_left_out(file, message if error.issues else str(error)))


def _left_out(file: SourceFile, message: str) -> Issue:
    return Issue(
        code=LEFT_OUT,
        severity=Severity.ERROR,
        message=message,
        remedy="Mend the file, or leave it out.",
        source=file.path,
    )


def _passed_over(file: SourceFile, issue: Issue) -> Issue:
    return Issue(
        code="INDEX-PASSED-OVER",
        severity=Severity.INFO,
        message=f"The file was passed over: {issue.message}",
        source=file.path,
    )


def _without_qualifications(file: SourceFile, title: str) -> Issue:
    known = ", ".join(READERS)
    return Issue(
        code="INDEX-PASSED-OVER",
        severity=Severity.WARNING if file.is_named else Severity.INFO,
        message=f"The file was passed over, because files of its format hold no qualifications: {title}.",
        remedy=f"Name files of the formats {known}.",
        source=file.path,
    )


def _nameless(record: FoundRecord, path: str, line: int | None) -> Issue:
    title = next(iter(record.titles.values()), None)
    return Issue(
        code="INDEX-NO-NAME",
        severity=Severity.WARNING,
        message=f"A {record.kind} has neither an identifier nor an id, so no reference can lead to it.",
        remedy="Give it an identifier with a schemeID.",
        line=line,
        record=title,
        source=path,
    )
