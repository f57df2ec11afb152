"""Damages documents: at random, but the same way for the same seed, and mostly so that they stay XML or JSON."""

from __future__ import annotations

import contextlib
import copy
import gzip
import io
import json
import random
import re
import zlib
from collections.abc import Callable, Sequence
from typing import Any

from fuzz.words import VALUES, names, words

__all__ = ["mutated", "mutated_json"]

_GZIP = b"\x1f\x8b"
_MOST_UNPACKED = 100_000
_TAG = re.compile(
    rb"<(?P<end>/)?(?P<name>[A-Za-z_][^\s<>/\"']*+)[^<>\"'/]*+(?:(?:\"[^<\"]*+\"|'[^<']*+'|/(?!>))[^<>\"'/]*+)*+(?P<empty>/)?>"
)
_VALUE = re.compile(rb"(?<==\")[^\"<]*(?=\")|(?<=>)[^<>]+(?=<)")
_ATTRIBUTE = re.compile(rb"\s[\w:.-]+=\"[^\"<]*\"")
_JSON_VALUES: tuple[object, ...] = (None, True, False, 0, -1, 1.5, 10**30, "", " ", "x", [], {}, [[]])
_ODD_CHARACTERS = (
    "\x00",
    "\x1b",
    "\r",
    "\n",
    "\x85",
    "\u2028",
    "\ud800",
    "\udc00",
    "\uffff",
    "\U0001f35e",
    "<",
    "&",
    " ",
)

Step = Callable[[bytes, random.Random, Sequence[bytes]], bytes]


def mutated(data: bytes, chance: random.Random, pool: Sequence[bytes]) -> bytes:
    """Damage a document in one to four places.

    Args:
        data: The document, in any encoding; it may be compressed.
        chance: Makes the choices.
        pool: Other documents, of which parts may come in.

    Returns:
        The damaged document.
    """
    if data.startswith(_GZIP) and chance.random() < 0.8:
        return _repacked(data, chance, pool)
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) and chance.random() < 0.8 else "utf-8"
    if encoding != "utf-8":
        data = data.decode(encoding, "replace").encode()
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        steps = _MARKUP_STEPS if chance.random() < 0.8 else _BYTE_STEPS
        data = chance.choice(steps)(data, chance, pool)
    return data if encoding == "utf-8" else data.decode("utf-8", "replace").encode(encoding)


def mutated_json(data: bytes, chance: random.Random, pool: Sequence[bytes]) -> bytes:
    """Damage JSON in one to four places.

    Args:
        data: The JSON.
        chance: Makes the choices.
        pool: Other JSON, of which bytes may come in.

    Returns:
        The damaged JSON.
    """
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        content = None
    if content is None or chance.random() < 0.2:
        return chance.choice(_BYTE_STEPS)(data, chance, pool)
    for _ in range(chance.choice((1, 1, 2, 4))):
        _change_json(content, chance)
    return json.dumps(content, ensure_ascii=chance.random() < 0.3).encode("utf-8", "surrogatepass")


def _repacked(data: bytes, chance: random.Random, pool: Sequence[bytes]) -> bytes:
    with contextlib.suppress(OSError, EOFError, zlib.error):
        inner = gzip.GzipFile(fileobj=io.BytesIO(data)).read(_MOST_UNPACKED)
        return gzip.compress(mutated(inner, chance, pool), 1, mtime=0)
    return chance.choice(_BYTE_STEPS)(data, chance, pool)


def _flip(data: bytes, chance: random.Random, pool: Sequence[bytes]) -> bytes:
    if not data:
        return data
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def _cut(data: bytes, chance: random.Random, pool: Sequence[bytes]) -> bytes:
    return data[: chance.randint(0, len(data))]


def _remove(data: bytes, chance: random.Random, pool: Sequence[bytes]) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + data[end:]


def _repeat(data: bytes, chance: random.Random, pool: Sequence[bytes]) -> bytes:
    start, end = _span(data, chance)
    return data[:end] + data[start:end] * chance.choice((1, 1, 2, 9)) + data[end:]


def _splice(data: bytes, chance: random.Random, pool: Sequence[bytes]) -> bytes:
    other = chance.choice(pool) if pool else data
    return data[: chance.randint(0, len(data))] + other[chance.randint(0, len(other)) :]


def _insert_word(data: bytes, chance: random.Random, pool: Sequence[bytes]) -> bytes:
    at = chance.randint(0, len(data))
    return data[:at] + chance.choice(words()) + data[at:]


def _remove_element(data: bytes, chance: random.Random, pool: Sequence[bytes]) -> bytes:
    start, end = _element(data, chance)
    return data[:start] + data[end:]


def _repeat_element(data: bytes, chance: random.Random, pool: Sequence[bytes]) -> bytes:
    start, end = _element(data, chance)
    return data[:end] + data[start:end] * chance.choice((1, 1, 1, 3, 30)) + data[end:]


def _move_element(data: bytes, chance: random.Random, pool: Sequence[bytes]) -> bytes:
    start, end = _element(data, chance)
    moved, rest = data[start:end], data[:start] + data[end:]
    at = _boundary(rest, chance)
    return rest[:at] + moved + rest[at:]


def _graft(data: bytes, chance: random.Random, pool: Sequence[bytes]) -> bytes:
    other = chance.choice(pool) if pool else data
    start, end = _element(other, chance)
    at = _boundary(data, chance)
    return data[:at] + other[start:end] + data[at:]


def _insert_markup(data: bytes, chance: random.Random, pool: Sequence[bytes]) -> bytes:
    at = _boundary(data, chance)
    return data[:at] + chance.choice(words()) + data[at:]


def _rename_element(data: bytes, chance: random.Random, pool: Sequence[bytes]) -> bytes:
    start, end = _element(data, chance)
    tag = _TAG.match(data, start)
    if tag is None:
        return data
    inner = data[start:end]
    old, new = tag["name"], chance.choice(names()).encode()
    inner = b"<" + new + inner[1 + len(old) :]
    closing = b"</" + old + b">"
    return (
        data[:start]
        + (inner.removesuffix(closing) + b"</" + new + b">" if inner.endswith(closing) else inner)
        + data[end:]
    )


def _wrap_element(data: bytes, chance: random.Random, pool: Sequence[bytes]) -> bytes:
    start, end = _element(data, chance)
    name = chance.choice(names()).encode()
    before, after = chance.choice(((b"<!--", b"-->"), (b"<![CDATA[", b"]]>"), (b"<%s>" % name, b"</%s>" % name)))
    depth = chance.choice((1, 1, 1, 3, 60, 300))
    return data[:start] + before * depth + data[start:end] + after * depth + data[end:]


def _change_value(data: bytes, chance: random.Random, pool: Sequence[bytes]) -> bytes:
    found = list(_VALUE.finditer(data))
    if not found:
        return data
    place = chance.choice(found)
    old = place[0]
    new = chance.choice((chance.choice(VALUES), chance.choice(found)[0], chance.choice(words()), b" " + old, old + old))
    new = chance.choice((new, new, new, old[: len(old) // 2] + new + old[len(old) // 2 :], new * 40))
    return data[: place.start()] + new + data[place.end() :]


def _remove_attribute(data: bytes, chance: random.Random, pool: Sequence[bytes]) -> bytes:
    found = list(_ATTRIBUTE.finditer(data))
    if not found:
        return data
    place = chance.choice(found)
    return data[: place.start()] + data[place.end() :]


def _move_attribute(data: bytes, chance: random.Random, pool: Sequence[bytes]) -> bytes:
    found, tags = list(_ATTRIBUTE.finditer(data)), [tag for tag in _TAG.finditer(data) if not tag["end"]]
    if not found or not tags:
        return data
    at = chance.choice(tags).end("name")
    return data[:at] + chance.choice(found)[0] + data[at:]


_BYTE_STEPS: tuple[Step, ...] = (_flip, _cut, _remove, _repeat, _splice, _insert_word)
_MARKUP_STEPS: tuple[Step, ...] = (
    _remove_element,
    _repeat_element,
    _move_element,
    _graft,
    _insert_markup,
    _rename_element,
    _wrap_element,
    _change_value,
    _change_value,
    _change_value,
    _remove_attribute,
    _move_attribute,
)


def _span(data: bytes, chance: random.Random) -> tuple[int, int]:
    """Some bytes, mostly few."""
    start = chance.randint(0, len(data))
    return start, min(len(data), start + chance.choice((1, 2, 8, 40, 200)))


def _boundary(data: bytes, chance: random.Random) -> int:
    """A place before or behind a tag."""
    return chance.choice([0, len(data), *(at for tag in _TAG.finditer(data) for at in tag.span())])


def _element(data: bytes, chance: random.Random) -> tuple[int, int]:
    """Where an element begins and ends; nothing where there is none."""
    spans: list[tuple[int, int]] = []
    begun: list[int] = []
    for tag in _TAG.finditer(data):
        if tag["empty"]:
            spans.append(tag.span())
        elif not tag["end"]:
            begun.append(tag.start())
        elif begun:
            spans.append((begun.pop(), tag.end()))
    return chance.choice(spans) if spans else (0, 0)


def _change_json(content: Any, chance: random.Random) -> None:
    """Change one thing in a JSON object or list, anywhere in it."""
    while isinstance(content, (dict, list)) and content:
        key = chance.choice(list(content) if isinstance(content, dict) else range(len(content)))
        inner = content[key]
        if not isinstance(inner, (dict, list)) or not inner or chance.random() < 0.1:
            chance.choice(_JSON_STEPS)(content, key, chance)
            return
        content = inner


def _json_text(content: Any, key: Any, chance: random.Random) -> None:
    content[key] = f"{content[key]}{chance.choice(_ODD_CHARACTERS)}"


def _json_value(content: Any, key: Any, chance: random.Random) -> None:
    text = chance.choice((*VALUES, *words())).decode("utf-8", "replace")
    content[key] = chance.choice((copy.deepcopy(chance.choice(_JSON_VALUES)), text, f"{content[key]}{text}"))


def _json_removal(content: Any, key: Any, chance: random.Random) -> None:
    del content[key]


def _json_repetition(content: Any, key: Any, chance: random.Random) -> None:
    if isinstance(content, list):
        content.append(content[key])
    else:
        content[chance.choice((*names(), "format", "language", "lang", "a\nb"))] = content[key]


def _json_wrapping(content: Any, key: Any, chance: random.Random) -> None:
    inner = content[key]
    content[key] = chance.choice(([inner], [inner, inner], {"x": inner}))


_JSON_STEPS: tuple[Callable[[Any, Any, random.Random], None], ...] = (
    _json_text,
    _json_value,
    _json_value,
    _json_removal,
    _json_repetition,
    _json_wrapping,
)
