"""The same objects as JSON and back, without loss."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import re
import types
import typing
from collections import Counter
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from xsdata.exceptions import ConverterError
from xsdata.formats.converter import converter
from xsdata.formats.dataclass.models.generics import DerivedElement

from loms.errors import InvalidDataError, Issue, Severity, UsageError
from loms.formats import FORMATS, format_of
from loms.io.spelling import Spelled, keep_spelling

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from loms.document import Document

__all__ = ["dumped", "from_json", "to_json"]

Json: TypeAlias = "Mapping[str, Json] | Sequence[Json] | str | int | bool | None"

FORMAT_KEY = "format"
DOCUMENT_KEY = "document"
_LONGEST_SHOWN = 80
# Control characters that JSON lets stand, and marks that turn the direction of text. They can only be in its strings.
_STEERING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def to_json(dataset: Document) -> str:
    """Write a document as JSON.

    The JSON has two keys: ``format`` names the format, ``document`` holds the document element. In it the keys are
    the names of the XML, in the order of the schema; what is absent is left out. A repeated choice is a list of
    objects with one key each, the name of the element, so that the order of the document is kept. Whole numbers and
    truth values are JSON's own; decimals, dates, durations, codes and base64 stand as text, as in XML.

    Args:
        dataset: The document.

    Returns:
        The JSON, indented, without a trailing newline.

    Raises:
        UsageError: The object is not a whole document, or holds a value that its class has no place for.

    Examples:
        >>> from loms.legacy.delete import Delete, EntityType, XsdType, XsdVersion
        >>> print(to_json(Delete(entity_type=EntityType.QUALIFICATION, id=["Q-1"], key="k",
        ...                      xsd_version=XsdVersion.V0_1_1, xsd_type=XsdType.DELETE)))
        {
          "format": "loq-delete",
          "document": {
            "EntityType": "Qualification",
            "Id": [
              "Q-1"
            ],
            "Key": "k",
            "XsdVersion": "0.1.1",
            "XsdType": "Delete"
          }
        }
    """
    content = {FORMAT_KEY: format_of(dataset).name, DOCUMENT_KEY: _encode(dataset, {})}
    return dumped(content)


def dumped(content: object, *, indent: int | None = 2) -> str:
    r"""JSON that people can read in a terminal: letters as they are, but what steers a terminal as an escape.

    Args:
        content: What JSON can hold.
        indent: How many columns each level is indented; None for all on one line.

    Examples:
        >>> print(dumped(["Bröd", "\x9b2J"]))
        [
          "Bröd",
          "\u009b2J"
        ]
    """
    text = json.dumps(content, ensure_ascii=False, indent=indent)
    return _STEERING.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def from_json(text: str | bytes, *, source: str = "<memory>") -> Document:
    """Read a document that `to_json` wrote.

    Args:
        text: The JSON; bytes must be UTF-8.
        source: Name of the source, for messages.

    Returns:
        The document, equal to the one that was written.

    Raises:
        InvalidDataError: The text is not JSON, names no known format, or does not fit the format.

    Examples:
        >>> text = '{"format": "loq-delete", "document": {"EntityType": "Qualification", "Id": ["Q-1"], "Key": "k",'
        >>> text += ' "XsdVersion": "0.1.1", "XsdType": "Delete"}}'
        >>> from_json(text).id
        ['Q-1']
    """
    if not isinstance(text, (str, bytes)):
        raise UsageError(f"JSON is text or bytes, not an instance of {type(text).__name__}.")
    try:
        content = json.loads(text, object_pairs_hook=_without_repetition)
        half = _half_of_a_pair(content)
    except (ValueError, RecursionError) as error:
        raise _problem(f"This is not JSON that can be read: {error}.", "$", source) from error
    if half is not None:
        raise _problem(f"A text holds half of a surrogate pair, U+{ord(half):04X}, which is no character.", "$", source)
    if not isinstance(content, dict) or set(content) != {FORMAT_KEY, DOCUMENT_KEY}:
        raise _problem(f"The JSON must be an object with the keys {FORMAT_KEY!r} and {DOCUMENT_KEY!r}.", "$", source)
    found = next((each for each in FORMATS if each.name == content[FORMAT_KEY]), None)
    if found is None:
        known = ", ".join(each.name for each in FORMATS)
        given = _shown(content[FORMAT_KEY])
        raise _problem(f"{given} is no format; known formats: {known}.", f"$.{FORMAT_KEY}", source)
    try:
        with keep_spelling():
            document = _decode_object(content[DOCUMENT_KEY], found.load_root_class(), f"$.{DOCUMENT_KEY}")
    except _DecodeError as error:
        raise _problem(error.message, error.path, source) from error
    return cast("Document", document)


def _without_repetition(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A JSON object, whose keys must not repeat: the earlier values would get lost.

    Raises:
        ValueError: A key stands twice.
    """
    found = dict(pairs)
    if len(found) < len(pairs):
        repeated, _ = (Counter(key for key, _ in pairs) - Counter(found.keys())).most_common(1)[0]
        raise ValueError(f"the key {repeated[:_LONGEST_SHOWN]!r} stands twice in one object")
    return found


def _half_of_a_pair(content: object) -> str | None:
    """Half of a surrogate pair that stands alone somewhere in JSON, or None."""
    try:
        json.dumps(content, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        return error.object[error.start]
    return None


def _problem(message: str, path: str, source: str) -> InvalidDataError:
    issue = Issue(
        code="JSON-INVALID",
        severity=Severity.ERROR,
        message=message,
        remedy="Use JSON that to_json or `loms convert --to json` wrote.",
        path=path,
        source=source,
    )
    return InvalidDataError(f"{source}: {path}: {message}", issues=[issue])


class _DecodeError(Exception):
    """A place in the JSON does not fit the model."""

    def __init__(self, message: str, path: str) -> None:
        super().__init__(message)
        self.message = message
        self.path = path


@dataclasses.dataclass(frozen=True, slots=True)
class _Member:
    """One field of a class, as JSON sees it."""

    field: str
    key: str
    types: tuple[type, ...]
    many: bool
    required: bool
    format: str | None
    choices: Mapping[str, type]


_known: dict[type, tuple[_Member, ...]] = {}


def _members(kind: type[DataclassInstance]) -> tuple[_Member, ...]:
    """The fields of a class of the model, gathered once."""
    if kind not in _known:
        _known[kind] = _gather_members(kind)
    return _known[kind]


def _gather_members(kind: type[DataclassInstance]) -> tuple[_Member, ...]:
    hints = typing.get_type_hints(kind)
    found = []
    for each in dataclasses.fields(kind):
        hint = hints[each.name]
        many = typing.get_origin(hint) is list
        inner = typing.get_args(hint)[0] if many else hint
        options = typing.get_args(inner) if isinstance(inner, types.UnionType) else (inner,)
        missing = dataclasses.MISSING
        found.append(
            _Member(
                field=each.name,
                key=each.metadata.get("name", each.name),
                types=tuple(option for option in options if option is not types.NoneType),
                many=many,
                required=each.default is missing and each.default_factory is missing,
                format=each.metadata.get("format"),
                choices={choice["name"]: choice["type"] for choice in each.metadata.get("choices", ())},
            )
        )
    return tuple(found)


def _encode(value: Any, member: Mapping[str, str | None]) -> Json:
    """One value as JSON."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {each.key: _encode_field(getattr(value, each.field), each) for each in _present(value)}
    if isinstance(value, Spelled):
        return value.spelling
    if value is None or isinstance(value, (bool, int, str)):
        return cast("Json", value)
    if isinstance(value, Enum):
        return cast("Json", value.value)
    return cast("Json", converter.serialize(value, format=member.get("format")))


def _present(value: DataclassInstance) -> list[_Member]:
    """The fields of an object that are not absent."""
    return [each for each in _members(type(value)) if getattr(value, each.field) not in (None, [])]


def _encode_field(value: Any, member: _Member) -> Json:
    """One field as JSON."""
    format_ = {"format": member.format}
    if not member.many:
        return _encode(value, format_)
    if member.choices:
        return [_encode_choice(item, member) for item in value]
    return [_encode(item, format_) for item in value]


def _encode_choice(item: object, member: _Member) -> Json:
    """An item of a repeated choice, with the name of its element."""
    if isinstance(item, DerivedElement):
        return {item.qname.rpartition("}")[2]: _encode(item.value, {"format": member.format})}
    name = next((name for name, kind in member.choices.items() if type(item) is kind), None)
    if name is None:
        kinds = " or ".join(kind.__name__ for kind in member.choices.values())
        raise UsageError(f"{item!r} cannot stand in {member.key}, which holds {kinds}.")
    return {name: _encode(item, {"format": member.format})}


def _decode_object(content: Any, kind: type, path: str) -> object:
    """Make an object of the model from a JSON object."""
    if not isinstance(content, dict):
        raise _DecodeError(f"A JSON object is expected here, for {kind.__name__}.", path)
    members = {each.key: each for each in _members(kind)}
    unknown = sorted(set(content) - set(members))
    if unknown:
        names = ", ".join(repr(each[:_LONGEST_SHOWN]) for each in unknown)
        raise _DecodeError(f"{kind.__name__} has no {names}; it has {', '.join(members)}.", path)
    missing = [each.key for each in members.values() if each.required and each.key not in content]
    if missing:
        raise _DecodeError(f"{kind.__name__} needs {', '.join(missing)}.", path)
    values = {members[key].field: _decode_field(value, members[key], f"{path}.{key}") for key, value in content.items()}
    return kind(**values)


def _decode_field(content: Any, member: _Member, path: str) -> object:
    """Make the value of a field from JSON."""
    if not member.many:
        return _decode(content, member.types, member.format, path)
    if not isinstance(content, list):
        raise _DecodeError("A JSON list is expected here.", path)
    if member.choices:
        return [_decode_choice(item, member, f"{path}[{index}]") for index, item in enumerate(content)]
    return [_decode(item, member.types, member.format, f"{path}[{index}]") for index, item in enumerate(content)]


def _decode_choice(content: Any, member: _Member, path: str) -> object:
    """Make an item of a repeated choice from a JSON object with one key."""
    names = ", ".join(member.choices)
    if not isinstance(content, dict) or len(content) != 1 or next(iter(content)) not in member.choices:
        raise _DecodeError(f"A JSON object with one key is expected here, one of: {names}.", path)
    name, value = next(iter(content.items()))
    return _decode(value, (member.choices[name],), member.format, f"{path}.{name}")


def _decode(content: Any, kinds: tuple[type, ...], format_: str | None, path: str) -> object:
    """Make one value from JSON."""
    if dataclasses.is_dataclass(kinds[0]):
        return _decode_object(content, kinds[0], path)
    for kind in kinds:
        if kind in (bool, int, str) and type(content) is kind:
            return content
        if issubclass(kind, Enum):
            member = kind._value2member_map_.get(content) if isinstance(content, (str, int)) else None
            if member is not None and type(member.value) is type(content):
                return member
        elif isinstance(content, str):
            # Straight to the converter of the type: the way around it warns in older versions of xsdata.
            with contextlib.suppress(ConverterError, ValueError):
                return cast("object", converter.type_converter(kind).deserialize(content, format=format_))
    raise _DecodeError(f"{_shown(content)} does not fit {' or '.join(kind.__name__ for kind in kinds)}.", path)


def _shown(content: object) -> str:
    """What JSON holds, cut where it is long. Of lists and objects only the kind: they may be deep."""
    if isinstance(content, (list, dict)):
        return f"a JSON {'list' if isinstance(content, list) else 'object'}"
    return json.dumps(content, ensure_ascii=False)[:_LONGEST_SHOWN]
