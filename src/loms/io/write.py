"""Writes objects as a document."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from loms.formats import format_of
from loms.io.binding import render
from loms.io.target import Target, open_target

if TYPE_CHECKING:
    from loms.document import Document

__all__ = ["dumps", "write"]


def write(dataset: Document, target: Target, *, schema_location: str | None = None) -> None:
    """Write a document to a file.

    The file is UTF-8 with the format's namespace as the default one, and the same objects give the same bytes. A path
    is replaced only when everything is written; a name that ends in ``.gz`` is compressed.

    Args:
        dataset: The document.
        target: Path of the file, or a binary stream.
        schema_location: Address of the XSD to name in ``xsi:schemaLocation``; None names none.

    Raises:
        UsageError: The object is not a whole document, or holds a value that XML cannot express.
        TargetError: The file cannot be written; what was there before is untouched.

    Examples:
        >>> import io
        >>> from loms.legacy.delete import Delete, EntityType, XsdType, XsdVersion
        >>> stream = io.BytesIO()
        >>> write(Delete(entity_type=EntityType.QUALIFICATION, id=["Q-1"], key="k", xsd_version=XsdVersion.V0_1_1,
        ...              xsd_type=XsdType.DELETE), stream)
        >>> stream.getvalue().splitlines()[0]
        b'<?xml version="1.0" encoding="UTF-8"?>'
    """
    format = format_of(dataset)
    with open_target(target) as stream:
        render(dataset, stream, format=format, schema_location=schema_location)


def dumps(dataset: Document, *, schema_location: str | None = None) -> bytes:
    """Write a document to memory: the bytes that `write` would put into a file.

    Args:
        dataset: The document.
        schema_location: As for `write`.

    Returns:
        The document in UTF-8.

    Raises:
        UsageError: As for `write`.

    Examples:
        >>> from loms.io.read import loads, read
        >>> data = dumps(read("examples/courses-loms.xml"))
        >>> data == dumps(loads(data))
        True
    """
    stream = io.BytesIO()
    write(dataset, stream, schema_location=schema_location)
    return stream.getvalue()
