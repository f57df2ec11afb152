"""Values that fit no type, as data: all processors of XML Schema agree that they do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["NO_ADDRESSES", "NO_URI_ENDS", "SIMPLEST", "WRONG"]

WRONG: Mapping[str, Sequence[str]] = {
    "base64Binary": ("A", "A===", "iVBORw0KGg"),
    "boolean": ("no", "False", "2", ""),
    "date": ("2025", "2025-02-30", "01.09.2025", "2025-09-01T00:00:00", "tomorrow", ""),
    "dateTime": ("2025-09-01", "2025-09-01T25:00:00", "2025-09-01 09:00:00", "2025-09-01T09:00", ""),
    "decimal": ("1,5", "1e3", "five", "€ 5", "NaN", ""),
    "duration": ("P", "P2W", "9 months", "P40H", "P1.5Y", ""),
    "integer": ("1.0", "1e3", "six", ""),
}
"""By the type of XML Schema on which a value stands. Types that are not here take any text."""

NO_URI_ENDS = ("%zz", "#a#b")
"""What makes a URI that ends with it none. Of most other texts processors say different things."""

NO_ADDRESSES = ("www.example.org", "ftp://example.org/", "urn:example:1", "//example.org/")
"""URIs without the beginning that a pattern demands."""

SIMPLEST: Mapping[str, str] = {
    "anyURI": "https://example.org/",
    "base64Binary": "",
    "boolean": "true",
    "date": "2025-09-01",
    "dateTime": "2025-09-01T09:00:00",
    "decimal": "1",
    "duration": "P1Y",
    "integer": "1",
    "normalizedString": "x",
    "string": "x",
    "token": "x",
}
"""A value of each type of XML Schema that the schemas use."""
