"""Takes documents apart into what they say, in the XML of any format: the source of a conversion, and what it made."""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Iterator, Mapping, Sequence

import attrs
from lxml import etree

import loms
from loms.convert.leaves import fields_of
from loms.document import Document
from loms.formats import Format, find_format, format_of
from loms.text import decode_references, is_html, strip_html
from tests.support.trees import attributes_of

__all__ = ["Made", "Place", "Said", "Source", "field_of", "from_second", "text_fields", "unmarked", "words"]

_LANGUAGES = ("language", "lang")
_SILENT_TEXTS = ("Qualification/Accreditations", "Qualification/SourceOfInformation")
_MARK = re.compile(
    r'<section lang="([a-z]{2})" class="loq-[A-Za-z0-9]+(?: loq-CourseLocation-[0-9]{1,9})?">(.*)</section>', re.DOTALL
)


@attrs.frozen
class Said:
    """A text or an attribute of a source record.

    Attributes:
        record: Identifier of the record; None for the document element.
        path: Path from the record, with a position from the second on, such as ``LearningOpportunity/Title[2]``.
        value: What stands there.
        language: The language that the element names, if it does.
        owner: The text of the element of an attribute.
    """

    record: str | None
    path: str
    value: str
    language: str | None = None
    owner: str = ""

    @property
    def field(self) -> str:
        """The path without positions."""
        return field_of(self.path)

    @property
    def name(self) -> str:
        """What it is called: the last step that is neither an attribute nor a part of a code or text of QMS."""
        steps = [step for step in self.field.split("/") if step[0] != "@"]
        return steps[-2] if steps[-1] in {"Text", "Code", "URI"} else steps[-1]


@attrs.frozen
class Place:
    """An element or attribute of the document that was made.

    Attributes:
        value: What stands there; empty for an element that holds others.
        language: The language that the element names, if it does.
        where: Its path with all positions.
        content_type: Whether it says that it is plain text or HTML.
    """

    value: str
    language: str | None
    where: str
    content_type: str | None = None

    @property
    def words(self) -> str:
        """What people read of it, taken for what it says it is."""
        if self.content_type is None:
            return words(self.value)
        return "".join((strip_html(self.value) if self.content_type == "text/html" else self.value).split())


class Source:
    """What a document says."""

    def __init__(self, document: Document) -> None:
        self.format = format_of(document)
        self.all = list(_said(document, self.format))
        self._by_path: dict[tuple[str | None, str], list[Said]] = {}
        self._by_field: dict[tuple[str | None, str], list[str]] = {}
        for said in self.all:
            self._by_path.setdefault((said.record, said.path), []).append(said)
            self._by_field.setdefault((said.record, said.field), []).append(said.value)

    def has(self, record: str | None, path: str) -> bool:
        """Whether there is such a place."""
        return (record, path) in self._by_path

    def at(self, record: str | None, path: str) -> list[str]:
        """The values at a place: several where several records have one identifier."""
        return [said.value for said in self._by_path.get((record, path), [])]

    def values(self, record: str | None, field: str) -> list[str]:
        """The values of a field of a record."""
        return self._by_field.get((record, field), [])


class Made:
    """The document that a conversion made."""

    def __init__(self, document: Document) -> None:
        self.format = format_of(document)
        self._places: dict[tuple[str | None, str], list[Place]] = {}
        root = etree.fromstring(loms.dumps(document))
        for name, value in attributes_of(root).items():
            self._places[None, f"@{name}"] = [Place(value, None, f"@{name}")]
        for number, record in enumerate(_records(root, self.format)):
            section = "/".join(_steps(record, self.format))
            self._add(record, _identifier(record, self.format), section, f"{section}[{number}]")

    def at(self, record: str | None, target: str | None) -> list[Place]:
        """What stands at a place of a record."""
        return self._places.get((record, target or ""), [])

    def ids(self) -> set[str]:
        """The identifiers of all records."""
        return {record for record, _ in self._places if record is not None}

    def _add(self, element: etree._Element, record: str, path: str, where: str) -> None:
        language = _language(element)
        value = element.text or "" if len(element) == 0 else ""
        self._places.setdefault((record, path), []).append(Place(value, language, where, element.get("content-type")))
        for name, given in attributes_of(element).items():
            place = Place(given, language, f"{where}/@{name}")
            self._places.setdefault((record, f"{path}/@{name}"), []).append(place)
        for number, child in enumerate(element):
            name = etree.QName(child).localname
            self._add(child, record, f"{path}/{name}", f"{where}/{name}[{number}]")


def _said(document: Document, format: Format) -> Iterator[Said]:
    root = etree.fromstring(loms.dumps(document))
    for name, value in attributes_of(root).items():
        yield Said(None, f"{format.root}/@{name}", value)
    fields = _fields(format.name)
    for record in _records(root, format):
        yield from _walk(record, _identifier(record, format), etree.QName(record).localname, fields)


def _walk(element: etree._Element, record: str, path: str, fields: frozenset[str]) -> Iterator[Said]:
    text = element.text or ""
    if len(element) == 0 and (text.strip() or field_of(path) in fields):
        yield Said(record, path, text, _language(element))
    for name, value in attributes_of(element).items():
        yield Said(record, f"{path}/@{name}", value, owner=text)
    counts: dict[str, int] = {}
    for child in element:
        name = etree.QName(child).localname
        counts[name] = counts.get(name, 0) + 1
        position = f"[{counts[name]}]" if counts[name] > 1 else ""
        yield from _walk(child, record, f"{path}/{name}{position}", fields)


def _records(root: etree._Element, format: Format) -> Iterator[etree._Element]:
    return root.iterfind("/".join(["*"] * format.record_depth))


def _steps(record: etree._Element, format: Format) -> Sequence[str]:
    parents = [etree.QName(each).localname for each in record.iterancestors()][: format.record_depth - 1]
    return [*reversed(parents), etree.QName(record).localname]


def _identifier(record: etree._Element, format: Format) -> str:
    where = format.record_id
    if where.startswith("@"):
        return record.get(where[1:], "")
    return record.findtext(f"{{*}}{where}", "") or ""


def _language(element: etree._Element) -> str | None:
    return next((found for name in _LANGUAGES if (found := element.get(name)) is not None), None)


@functools.cache
def _fields(format: str) -> frozenset[str]:
    """The fields of the records of a format, such as ``learningOpportunity/title/text``."""
    entry = find_format(format)
    fields = fields_of(entry.load_root_class(), entry.root)
    return frozenset("/".join(each.split("/")[entry.record_depth :]) for each in fields)


@functools.cache
def text_fields(format: str) -> frozenset[str]:
    """The fields of the records of a format that are texts for people."""
    texts = {each.rpartition("/")[0] for each in _fields(format) if each.endswith(("/@language", "/@lang"))}
    silent = _fields(format).intersection(_SILENT_TEXTS)
    return frozenset(each for each in texts if not each.lower().endswith("url")) | silent


@functools.cache
def words(value: str) -> str:
    """What people read of a text, without white space."""
    text = value if is_html(value) else decode_references(value)
    return "".join((strip_html(text) if is_html(text) else text).split())


def unmarked(value: str) -> Mapping[str, tuple[str, ...]]:
    """What a marked note may hold as the legacy model writes it, by its language; nothing where it is not marked."""
    match = _MARK.fullmatch(value)
    return {match[1]: (match[2], html.unescape(match[2]))} if match else {}


@functools.cache
def field_of(path: str) -> str:
    """A path without positions."""
    return re.sub(r"\[\d+\]", "", path)


def from_second(path: str) -> str:
    """A path with positions from the second on."""
    return path.replace("[1]", "")
