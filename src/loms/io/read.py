"""Reads a document into objects."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar, cast, overload

import attrs
from lxml import etree

from loms.errors import InvalidDataError, Issue, LomsWarning, Severity, UsageError
from loms.formats import Format
from loms.io.adoption import adoption_of
from loms.io.binding import bind
from loms.io.collecting import collection_put_off
from loms.io.leaving_out import attributes_left_out, take_out
from loms.io.left_out import Cause, LeftOut
from loms.io.left_out_issues import with_left_out
from loms.io.schema import issues_of_tree
from loms.io.schema.sources import local_name, source_line
from loms.io.source import OpenSource, Source, open_source, source_name
from loms.io.xml import detect, parse_tree

if TYPE_CHECKING:
    from loms.document import Document

__all__ = ["OnIssue", "Reading", "loads", "read", "read_leniently", "refuse_to_guess", "summary"]

_MEMORY = "<memory>"

OnIssue = Callable[[Issue], object]
"""Called with each issue that lenient reading passes over."""

D = TypeVar("D", bound="Document")


@attrs.frozen(kw_only=True)
class Reading:
    """What came of reading a document.

    Attributes:
        document: The document.
        faults: What its schema says of it.
        issues: The same with what was done about each fault, and what else was left out.
        left_out: What it says and the objects do not say, because they have no place for it.
    """

    document: Document
    faults: tuple[Issue, ...] = ()
    issues: tuple[Issue, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


@overload
def read(
    source: Source,
    *,
    strict: bool = True,
    check: bool = True,
    on_issue: OnIssue | None = None,
    max_unpacked_size: int | None = None,
) -> Document: ...
@overload
def read(
    source: Source,
    *,
    expect: type[D],
    strict: bool = True,
    check: bool = True,
    on_issue: OnIssue | None = None,
    max_unpacked_size: int | None = None,
) -> D: ...
def read(
    source: Source,
    *,
    expect: type[D] | None = None,
    strict: bool = True,
    check: bool = True,
    on_issue: OnIssue | None = None,
    max_unpacked_size: int | None = None,
) -> Document | D:
    """Read a document from a file; its format is found by its document element.

    Args:
        source: Path of an XML file, or a binary stream. Either may be compressed with gzip.
        expect: Root class that the document must have; the result is typed as it.
        strict: Whether the document must be valid. Otherwise everything that can be kept is kept, raw text where a
            value fits no type, None where something required is missing, and each problem goes to ``on_issue``, with
            what had to be left out because the classes have no place for it.
        check: Whether to check the document against its schema. Without it reading is several times faster. That is
            for files that were found valid before: in others, attributes and texts that the classes have no place for
            are passed over. Values that fit no type are errors still.
        on_issue: Called with each problem of lenient reading. Without it one Python warning counts them.
        max_unpacked_size: The most bytes to which a compressed file may unpack. None allows 100 times its compressed
            size, and 10 MB in any case. Files that are not compressed have no limit.

    Returns:
        The document: an instance of the root class of its format.

    Raises:
        UsageError: Neither strict nor checked is no way to read.
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
    refuse_to_guess(strict=strict, check=check)
    with open_source(source, max_unpacked_size=max_unpacked_size) as opened:
        reading = _read(opened, expect=expect, strict=strict, check=check)
    _report(reading.issues, source_name(source), on_issue)
    return reading.document


def read_leniently(source: Source, *, max_unpacked_size: int | None = None) -> Reading:
    """Read a document as far as it can be read, and say what was left out of it.

    Args:
        source: As for `read`.
        max_unpacked_size: As for `read`.

    Returns:
        The document, as `read` gives it with ``strict=False``, the issues, and what was left out.

    Raises:
        SourceError: The file does not exist, is a folder, or may not be read.
        InvalidDataError: It is no document at all.

    Examples:
        >>> import io
        >>> reading = read_leniently(io.BytesIO(
        ...     b'<Delete xmlns="http://ec.europa.eu/delete/v0_1_1" Key="k" XsdVersion="0.1.1" XsdType="Delete">'
        ...     b'<EntityType>Qualification</EntityType><Id>Q-1</Id><Why>It is old.</Why></Delete>'))
        >>> [(each.place, each.value) for each in reading.left_out]
        [('Delete/Why[1]', 'It is old.')]
        >>> reading.issues[0].message
        "Delete has no element named Why. It was left out, with 'It is old.'."
    """
    with open_source(source, max_unpacked_size=max_unpacked_size) as opened:
        return _read(opened, expect=None, strict=False)


@overload
def loads(
    data: bytes | str,
    *,
    strict: bool = True,
    check: bool = True,
    on_issue: OnIssue | None = None,
    max_unpacked_size: int | None = None,
) -> Document: ...
@overload
def loads(
    data: bytes | str,
    *,
    expect: type[D],
    strict: bool = True,
    check: bool = True,
    on_issue: OnIssue | None = None,
    max_unpacked_size: int | None = None,
) -> D: ...
def loads(
    data: bytes | str,
    *,
    expect: type[D] | None = None,
    strict: bool = True,
    check: bool = True,
    on_issue: OnIssue | None = None,
    max_unpacked_size: int | None = None,
) -> Document | D:
    """Read a document from memory.

    Args:
        data: The document. Bytes may be compressed with gzip. In a ``str`` the declared encoding has no meaning and is
            passed over.
        expect: As for `read`.
        strict: As for `read`.
        check: As for `read`.
        on_issue: As for `read`.
        max_unpacked_size: As for `read`.

    Returns:
        The document: an instance of the root class of its format.

    Raises:
        UsageError: As for `read`.
        InvalidDataError: As for `read`.

    Examples:
        >>> dataset = loads('<Delete xmlns="http://ec.europa.eu/delete/v0_1_1" Key="k" XsdVersion="0.1.1"'
        ...                 ' XsdType="Delete"><EntityType>Qualification</EntityType><Id>Q-1</Id></Delete>')
        >>> dataset.id
        ['Q-1']
    """
    refuse_to_guess(strict=strict, check=check)
    if isinstance(data, str):
        data = _encoded(data)
        encoding = "utf-8"
    else:
        encoding = None
    with open_source(io.BytesIO(data), name=_MEMORY, max_unpacked_size=max_unpacked_size) as opened:
        reading = _read(opened, expect=expect, strict=strict, check=check, encoding=encoding)
    _report(reading.issues, _MEMORY, on_issue)
    return reading.document


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
            source=_MEMORY,
        )
        raise InvalidDataError.of(issue) from error


def refuse_to_guess(*, strict: bool, check: bool) -> None:
    """Refuse to read what was not checked as far as it goes.

    Args:
        strict: Whether reading is strict.
        check: Whether it checks.

    Raises:
        UsageError: It is neither.
    """
    if not strict and not check:
        raise UsageError("Lenient reading has to check what it reads: leave out check=False or strict=False.")


def _read(
    opened: OpenSource,
    *,
    expect: type[object] | None,
    strict: bool,
    check: bool = True,
    encoding: str | None = None,
) -> Reading:
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
    tree, left_out, adopted = _adopted(tree, found, opened.name)
    issues = issues_of_tree(tree, found, source=opened.name) if check else ()
    if strict and issues:
        raise InvalidDataError(summary(opened.name, issues), issues=issues)
    # A valid document has nothing that the classes have no place for.
    left_out += take_out(tree, found) if issues else ()
    with collection_put_off():
        document = cast("Document", bind(tree, root_class, source=opened.name, strict=strict))
    told = with_left_out(issues, () if strict else left_out, source=opened.name)
    return Reading(document=document, faults=issues, issues=(*adopted, *told), left_out=left_out)


def _adopted(
    tree: etree._ElementTree, format: Format, source: str
) -> tuple[etree._ElementTree, tuple[LeftOut, ...], tuple[Issue, ...]]:
    """A document with the names of our schema, the attributes that have no place in it, and what is to be told."""
    root = tree.getroot()
    adoption = adoption_of(root)
    if adoption is None:
        return tree, (), ()
    name, line = local_name(str(root.tag)), source_line(root)
    adopted = adoption.take_in(complete=True)
    path = f"/{format.root}" if adopted is root else f"/{format.root}/{name}"
    left_out = attributes_left_out(adoption.set_aside, path=path, line=line, cause=Cause.UNKNOWN_ROOT)
    return etree.ElementTree(adopted), left_out, adoption.issues(source)


def summary(name: str, issues: Sequence[Issue]) -> str:
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
        # What is no fault is told, not passed over.
        done = "; pass" if all(each.severity is Severity.INFO for each in issues) else " passed over; pass"
        warnings.warn(f"{summary(name, issues)}{done} on_issue= to get each of them", LomsWarning, stacklevel=3)
