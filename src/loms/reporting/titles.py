"""Knows what the records are called that issues are about, in bounded memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from lxml import etree

from loms.errors import Issue
from loms.io.schema.sources import local_name

__all__ = ["Titles"]

_NAMES = frozenset({"title", "prefLabel", "legalName", "Title", "Name"})
"""The elements that say what a record is called, in all formats."""
_LONGEST = 80
_RECENT = 2_000
"""The schema finds what is wrong with a record a little after it was seen; so many titles wait for that."""
_OF_EACH_CODE = 20


class Titles:
    """The titles of records.

    Examples:
        >>> from loms.errors import Severity
        >>> titles = Titles()
        >>> titles.see("urn:1", etree.XML("<course><title><text>Bread</text></title></course>"))
        >>> titles.keep(Issue(code="C", severity=Severity.ERROR, message="m", record="urn:1"))
        >>> dict(titles.kept)
        {'urn:1': 'Bread'}
    """

    def __init__(self) -> None:
        self._recent: dict[str, str] = {}
        self._kept: dict[str, str] = {}
        self._numbers: Counter[str] = Counter()

    def see(self, id: str, element: etree._Element) -> None:
        """Look at a record.

        Args:
            id: Its id.
            element: The record, complete.
        """
        title = _title_of(element)
        if title is None:
            return
        self._recent[id] = title
        if len(self._recent) > _RECENT:
            del self._recent[next(iter(self._recent))]

    def keep(self, issue: Issue, *, is_sample: bool = False) -> None:
        """Keep the title of the record that an issue is about, where it may be shown and is still known.

        Args:
            issue: The issue.
            is_sample: Whether it is sure to be shown. Otherwise it may be, if it is among the first of its code.
        """
        record = issue.record
        if record is None or record in self._kept:
            return
        if is_sample or self._numbers[issue.code] < _OF_EACH_CODE:
            self._numbers[issue.code] += 1
            title = self._recent.get(record)
            if title is not None:
                self._kept[record] = title

    @property
    def kept(self) -> Mapping[str, str]:
        """The titles that were kept, by the ids of their records."""
        return self._kept


def _title_of(element: etree._Element) -> str | None:
    """What a record is called, in the first language in which it says so, cut where it is long."""
    for child in element.iterchildren("*"):
        if local_name(str(child.tag)) in _NAMES:
            texts = (" ".join((each.text or "").split()) for each in child.iter("*"))
            title = next(filter(None, texts), None)
            if title is not None:
                return title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1]}…"
    return None
