"""What each kind of fault is called and what to do about it: the texts of schema issues, as data."""

from __future__ import annotations

import enum
import re

__all__ = ["BUILTIN_TYPES", "FAULTS", "PARSER_NOISE", "REMEDIES", "Fault"]


class Fault(enum.StrEnum):
    """The code of each schema issue."""

    UNKNOWN_ELEMENT = "XSD-UNKNOWN-ELEMENT"
    MISPLACED_ELEMENT = "XSD-MISPLACED-ELEMENT"
    REPEATED_ELEMENT = "XSD-REPEATED-ELEMENT"
    MISSING_ELEMENT = "XSD-MISSING-ELEMENT"
    CONTENT = "XSD-CONTENT"
    ELEMENT_NOT_ALLOWED = "XSD-ELEMENT-NOT-ALLOWED"
    TEXT_NOT_ALLOWED = "XSD-TEXT-NOT-ALLOWED"
    UNKNOWN_ATTRIBUTE = "XSD-UNKNOWN-ATTRIBUTE"
    MISSING_ATTRIBUTE = "XSD-MISSING-ATTRIBUTE"
    UNKNOWN_CODE = "XSD-UNKNOWN-CODE"
    BAD_VALUE = "XSD-BAD-VALUE"
    BAD_PATTERN = "XSD-BAD-PATTERN"
    EMPTY_VALUE = "XSD-EMPTY-VALUE"
    DUPLICATE_ID = "XSD-DUPLICATE-ID"
    DUPLICATE_VALUE = "XSD-DUPLICATE-VALUE"
    DANGLING_REFERENCE = "XSD-DANGLING-REFERENCE"
    OTHER = "XSD-OTHER"


# libxml2's error numbers (xmlParserErrors in its xmlerror.h). Kinds that are not here become OTHER.
FAULTS: dict[int, Fault] = {
    1824: Fault.BAD_VALUE,
    1825: Fault.BAD_VALUE,
    1826: Fault.BAD_VALUE,
    1827: Fault.UNKNOWN_ATTRIBUTE,
    1828: Fault.ELEMENT_NOT_ALLOWED,
    1831: Fault.EMPTY_VALUE,
    1839: Fault.BAD_PATTERN,
    1840: Fault.UNKNOWN_CODE,
    1841: Fault.ELEMENT_NOT_ALLOWED,
    1842: Fault.ELEMENT_NOT_ALLOWED,
    1843: Fault.TEXT_NOT_ALLOWED,
    1866: Fault.UNKNOWN_ATTRIBUTE,
    1868: Fault.MISSING_ATTRIBUTE,
    1871: Fault.CONTENT,
    1877: Fault.DUPLICATE_VALUE,
}

# What libxml2 adds to a fault that it has already reported.
PARSER_NOISE = re.compile(
    r"Element '[^']*'(, attribute '[^']*')?: (Warning: No precomputed value available|Not all fields of key)"
)

# XSD's own types: what a value of it is called, and how to write one.
BUILTIN_TYPES: dict[str, tuple[str, str]] = {
    "anyURI": ("a URI", "Write an address without spaces, such as https://data.example.org/course/1."),
    "base64Binary": ("base64 data", "Encode the bytes in base64; only letters, digits, + / and = occur in it."),
    "boolean": ("true or false", "Write true or false."),
    "date": ("a date", "Write year, month and day, such as 2025-03-01."),
    "dateTime": ("a date with time", "Write date and time with a T between, such as 2025-03-01T09:00:00."),
    "decimal": ("a decimal number", "Write digits with a point, such as 120.50, without currency or spaces."),
    "duration": ("a duration", "Write an ISO 8601 duration, such as P1Y6M or PT14H."),
    "integer": ("a whole number", "Write digits only, such as 6."),
    "language": ("a language tag", "Write a language tag, such as en."),
}

REMEDIES: dict[Fault, str] = {
    Fault.UNKNOWN_ELEMENT: "Remove it, or write the name that the format has for it.",
    Fault.MISPLACED_ELEMENT: "Move it there; the format fixes the order of elements.",
    Fault.REPEATED_ELEMENT: "Keep one of them.",
    Fault.CONTENT: "Compare the element with the documentation of the format.",
    Fault.ELEMENT_NOT_ALLOWED: "Remove the elements in it. Markup of a text is written with &lt; and &gt;.",
    Fault.TEXT_NOT_ALLOWED: "Remove the text, or put it into an element that holds text.",
    Fault.UNKNOWN_ATTRIBUTE: "Remove it, or write the name that the format has for it.",
    Fault.EMPTY_VALUE: "Fill it in, or leave the element out where it may be left out.",
    Fault.BAD_VALUE: "Write a value of the right type.",
    Fault.DUPLICATE_ID: "Give each record an id of its own, and correct the references to it.",
    Fault.DUPLICATE_VALUE: "Keep one of them, or mark the other one differently.",
    Fault.OTHER: "Compare the place with the documentation of the format.",
}
