"""Reads a document into objects."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar, overload

from loms.errors import InvalidDataError, Issue, LomsWarning, Severity
from loms.io.adoption import adopted_tree
from loms.io.binding import bind
from loms.io.schema import issues_of_tree
from loms.io.source import OpenSource, Source, open_source
from loms.io.xml import detect, parse_tree

if TYPE_CHECKING:
    from loms.document import Document

__all__ = ["OnIssue", "loads", "read"]

OnIssue = Callable[[Issue], object]
"""Called with each issue that lenient reading passes over."""

D = TypeVar("D", bound="Document")


@overload
def read(
    source: Source, *, strict: bool = True, on_issue: OnIssue | None = None, max_unpacked_size: int | None = None
) -> Document: ...
@overload
def read(
    source: Source,
    *,
    expect: type[D],
    strict: bool = True,
    on_issue: OnIssue | None = None,
    max_unpacked_size: int | None = None,
) -> D: ...
def read(
    source: Source,
    *,
    expect: type[D] | None = None,
    strict: bool = True,
    on_issue: OnIssue | None = None,
    max_unpacked_size: int | None = None,
) -> Document | D:
    """Read a document from a file; its format is found by its document element.

    Args:
        source: Path of an XML file, or a binary stream. Either may be compressed with gzip.
        expect: Root class that the document must have; the result is typed as it.
        strict: Whether the document must be valid. Otherwise everything that can be kept is kept, raw text where a
            value fits no type, None where something required is missing, and each problem goes to ``on_issue``.
        on_issue: Called with each problem of lenient reading. Without it one Python warning counts them.
        max_unpacked_size: The most bytes to which a compressed file may unpack. None allows 100 times its compressed
            size, and 10 MB in any case. Files that are not compressed have no limit.

    Returns:
        The document: an instance of the root class of its format.

    Raises:
        SourceError: The file does not exist, is a folder, or may not be read.
        InvalidDataError: The XML is not well formed, no format begins like this, the format is not the expected one,
            the file unpacks to more than the limit, or, when strict, the document is not valid; ``issues`` holds all
            problems.

    Examples:
        >>> from loms.model import QmsLearningOpportunities
        >>> dataset = read("examples/courses-loms.xml", expect=QmsLearningOpportunities)
        >>> dataset.learning_opportunities.learning_opportunity[0].title[0].text.lang.value
        'en'
    """
    with open_source(source, max_unpacked_size=max_unpacked_size) as opened:
        return _read(opened, expect=expect, strict=strict, on_issue=on_issue)


@overload
def loads(
    data: bytes | str, *, strict: bool = True, on_issue: OnIssue | None = None, max_unpacked_size: int | None = None
) -> Document: ...
@overload
def loads(
    data: bytes | str,
    *,
    expect: type[D],
    strict: bool = True,
    on_issue: OnIssue | None = None,
    max_unpacked_size: int | None = None,
) -> D: ...
def loads(
    data: bytes | str,
    *,
    expect: type[D] | None = None,
    strict: bool = True,
    on_issue: OnIssue | None = None,
    max_unpacked_size: int | None = None,
) -> Document | D:
    """Read a document from memory.

    Args:
        data: The document. Bytes may be compressed with gzip. In a ``str`` the declared encoding has no meaning and is
            passed over.
        expect: As for `read`.
        strict: As for `read`.
        on_issue: As for `read`.
        max_unpacked_size: As for `read`.

    Returns:
        The document: an instance of the root class of its format.

    Raises:
        InvalidDataError: As for `read`.

    Examples:
        >>> dataset = loads('<Delete xmlns="http://ec.europa.eu/delete/v0_1_1" Key="k" XsdVersion="0.1.1"'
        ...                 ' XsdType="Delete"><EntityType>Qualification</EntityType><Id>Q-1</Id></Delete>')
        >>> dataset.id
        ['Q-1']
    """
    if isinstance(data, str):
        data = _encoded(data)
        encoding = "utf-8"
    else:
        encoding = None
    with open_source(io.BytesIO(data), name="<memory>", max_unpacked_size=max_unpacked_size) as opened:
        return _read(opened, expect=expect, strict=strict, on_issue=on_issue, encoding=encoding)


def _encoded(text: str) -> bytes:
    """A text as UTF-8.

    Raises:
        InvalidDataError: Half of a surrogate pair stands alone in it.
    """
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        issue = Issue(
            code="XML-ENCODING",
            severity=Severity.ERROR,
            message=f"The text holds half of a surrogate pair, U+{ord(text[error.start]):04X}, which is no character.",
            remedy="Decode the bytes that it came from without surrogateescape.",
            line=text.count("\n", 0, error.start) + 1,
            source="<memory>",
        )
        raise InvalidDataError.of(issue) from error


def _read(
    opened: OpenSource,
    *,
    expect: type[object] | None,
    strict: bool,
    on_issue: OnIssue | None,
    encoding: str | None = None,
) -> Document:
    tree = parse_tree(opened, encoding=encoding)
    found = detect(tree.getroot(), opened.name)
    root_class = found.load_root_class()
    if expect is not None and root_class is not expect:
        issue = Issue(
            code="FORMAT-UNEXPECTED",
            severity=Severity.ERROR,
            message=f"This is a {found.name} file, but {expect.__module__}.{expect.__name__} was expected.",
            remedy="Name the right file, or read it without expecting a class.",
            source=opened.name,
        )
        raise InvalidDataError.of(issue)
    tree = adopted_tree(tree)
    issues = issues_of_tree(tree, found, source=opened.name)
    if strict and issues:
        raise InvalidDataError(_summary(opened.name, issues), issues=issues)
    dataset: Document = bind(tree, root_class, source=opened.name, strict=strict)  # type: ignore[assignment]
    _report(issues, opened.name, on_issue)
    return dataset


def _summary(name: str, issues: Sequence[Issue]) -> str:
    """One line about all problems, with the first of them."""
    more = f" (and {len(issues) - 1} more)" if len(issues) > 1 else ""
    first = str(issues[0])
    return (first if name in first else f"{name}: {first}") + more


def _report(issues: Sequence[Issue], name: str, on_issue: OnIssue | None) -> None:
    """Tell the caller what lenient reading passed over."""
    if on_issue is not None:
        for issue in issues:
            on_issue(issue)
    elif issues:
        text = f"{_summary(name, issues)} passed over; pass on_issue= to get each of them"
        warnings.warn(text, LomsWarning, stacklevel=4)
