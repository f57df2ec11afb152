"""Finds what was probably meant: the nearest codes of a list, the nearest ids, the nearest names."""

from __future__ import annotations

import difflib
import functools
import itertools
import re
from collections.abc import Iterable, Sequence

import attrs
from lxml import etree

from loms.formats import FORMATS

__all__ = ["Code", "CodeFinder", "Effort", "nearest_names"]

_LIKE_ENOUGH = 0.6
_SHORT = 3
_LONGEST_COMPARED = (
    200  # characters; what is longer is no slip of the pen, and comparing takes the square of the length
)


@attrs.frozen
class Code:
    """A code and its English name."""

    value: str
    name: str


@attrs.define
class Effort:
    """How many comparisons may still be made, so that a file full of faults is not compared for hours.

    Attributes:
        left: Comparisons that are left.
        refused: Whether more were wanted than were left.
    """

    left: int = 400_000
    refused: bool = False

    def spend(self, comparisons: int) -> bool:
        """Take comparisons out of what is left.

        Returns:
            Whether there were enough.
        """
        if comparisons > self.left:
            self.refused = True
            return False
        self.left -= comparisons
        return True


class CodeFinder:
    """Finds the codes of one list that somebody may have meant.

    Args:
        codes: The list.

    Examples:
        >>> finder = CodeFinder([Code("http://x.example/FRA", "France"), Code("http://x.example/FIN", "Finland")])
        >>> [code.name for wrong in ("fr", "FRANCE", "http://y.example/fra", "Finlnd") for code in finder.find(wrong)]
        ['France', 'France', 'France', 'Finland']
    """

    def __init__(self, codes: Sequence[Code]) -> None:
        self._codes = tuple(codes)
        self._keys = [(_folded(_last_segment(code.value)), _folded(code.name)) for code in codes]
        self._by_key: dict[str, dict[Code, None]] = {}
        for code, keys in zip(self._codes, self._keys, strict=True):
            for key in (*keys, _folded(code.value)):
                self._by_key.setdefault(key, {})[code] = None

    def find(self, value: str, *, effort: Effort | None = None, limit: int = 3) -> tuple[Code, ...]:
        """The codes nearest to a wrong value.

        A code counts as the same where only case, the address before the last segment, or the kind of short code
        (two letters, three letters) differ, or where its English name was written. Otherwise spelling decides.

        Args:
            value: What was written.
            effort: Bounds the comparisons; None does not.
            limit: The most codes to return.

        Returns:
            The nearest first; nothing where none is like it.
        """
        segment = _folded(_last_segment(value))
        wanted = (_folded(value), segment, *short_codes().get(segment, ()))
        same = dict.fromkeys(code for key in wanted if key for code in self._by_key.get(key, ()))
        if same:
            return tuple(same)[:limit]
        if not 0 < len(segment) <= _LONGEST_COMPARED or (effort is not None and not effort.spend(len(self._codes))):
            return ()
        return self._alike(segment, limit)

    def _alike(self, segment: str, limit: int) -> tuple[Code, ...]:
        matcher = difflib.SequenceMatcher(autojunk=False)
        matcher.set_seq2(segment)
        scored = [
            (-score, number)
            for number, keys in enumerate(self._keys)
            for score in (max(_likeness(matcher, key, segment) for key in keys),)
            if score >= _LIKE_ENOUGH
        ]
        return tuple(self._codes[number] for _, number in sorted(scored)[:limit])


def nearest_names(name: str, names: Iterable[str], *, effort: Effort | None = None, limit: int = 3) -> list[str]:
    """The names or ids that are spelt most like one.

    Args:
        name: What was written.
        names: What exists.
        effort: Bounds the comparisons; None does not.
        limit: The most names to return.

    Examples:
        >>> nearest_names("provideBy", ["providedAt", "providedBy", "title"], limit=1)
        ['providedBy']
    """
    if len(name) > _LONGEST_COMPARED:
        return []
    known = [each for each in names if len(each) <= _LONGEST_COMPARED]
    if effort is not None and not effort.spend(len(known)):
        return []
    return difflib.get_close_matches(name, known, n=limit)


@functools.cache
def short_codes() -> dict[str, tuple[str, ...]]:
    """The English names behind codes of two or three letters in all code lists: ``fr`` is French and France."""
    names: dict[str, dict[str, None]] = {}
    for each in FORMATS:
        for path in sorted((each.schema_path().parent / "codes").glob("*.xsd")):
            for node in etree.parse(str(path)).getroot().iter("{*}enumeration"):
                key = _folded(_last_segment(str(node.get("value"))))
                if len(key) <= _SHORT and key.isalpha():
                    name = node.findtext("{*}annotation/{*}documentation", default="")
                    names.setdefault(key, {})[_folded(name)] = None
    return {key: tuple(each) for key, each in names.items()}


def _likeness(matcher: difflib.SequenceMatcher[str], key: str, wanted: str) -> float:
    """How alike two words are: 1 and a little more for a common beginning, as codes go from the whole to the part."""
    matcher.set_seq1(key)
    if matcher.real_quick_ratio() < _LIKE_ENOUGH or matcher.quick_ratio() < _LIKE_ENOUGH:
        return 0.0
    common = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(key, wanted, strict=False)))
    return matcher.ratio() + 0.2 * common / len(wanted)


def _last_segment(value: str) -> str:
    """What stands behind the last slash or hash.

    Examples:
        >>> _last_segment("http://x.example/country/FRA"), _last_segment("FR")
        ('FRA', 'FR')
    """
    return re.split(r"[/#]", value.strip().rstrip("/#"))[-1]


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
