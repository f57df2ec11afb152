"""Counts the fields and languages of the records of one kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from lxml import etree

from loms.io.model_fields import LanguageAttribute
from loms.reporting.statistics import FieldUse, KindStatistics, LanguageUse

__all__ = ["KindCount"]

_MOST_LANGUAGES = 200
"""Languages beyond these are counted together: a file that is not valid may name any number of them."""
_OTHERS = "other"
_UNKNOWN = "unknown"
_LONGEST = 12


class KindCount:
    """What was counted of one kind of records.

    Args:
        kind: Name of their element.
        fields: The fields that the schema knows for them.
    """

    def __init__(self, kind: str, fields: Iterable[str]) -> None:
        self.kind = kind
        self.records = 0
        self.fields: Mapping[str, Counter[str]] = {field: Counter() for field in fields}
        self._filled: Counter[str] = Counter()
        self._languages: Counter[str] = Counter()
        self._texts: Counter[str] = Counter()

    def add(self, filled: Iterable[str], spoken: Mapping[str, set[str]]) -> None:
        """Count one record.

        Args:
            filled: The fields that it has.
            spoken: The languages of the texts in a field.
        """
        self.records += 1
        self._filled.update(filled)
        for field, languages in spoken.items():
            self.fields[field].update(languages)
        self._languages.update(set().union(*spoken.values()))

    def language_of(self, element: etree._Element, attribute: LanguageAttribute) -> str | None:
        """Count a text.

        Args:
            element: The element that holds it.
            attribute: The attribute that names its language.

        Returns:
            The language under which it is counted, or None where there is no text in it.
        """
        if len(element) or not element.text or element.text.isspace():
            return None
        found = (attribute.of(element) or _UNKNOWN)[:_LONGEST]
        if found not in self._texts and len(self._texts) >= _MOST_LANGUAGES:
            found = _OTHERS
        self._texts[found] += 1
        return found

    def statistics(self) -> KindStatistics:
        """What was counted, in the order of the schema and of frequency."""
        frequent = sorted(self._languages, key=lambda each: (-self._languages[each], each))
        return KindStatistics(
            kind=self.kind,
            records=self.records,
            fields=tuple(
                FieldUse(
                    name=field,
                    records=self._filled[field],
                    languages={language: used[language] for language in frequent if language in used},
                )
                for field, used in self.fields.items()
            ),
            languages=tuple(
                LanguageUse(language=each, records=self._languages[each], texts=self._texts[each]) for each in frequent
            ),
        )
