"""Every judge says the same: a drawn document is valid, and a near-invalid one has the fault on its label."""

from __future__ import annotations

import io

from lxml import etree

import loms
from loms.document import Document
from loms.formats import FORMATS, format_of
from loms.io.schema import compiled_schema
from tests.conformance.places import strict_schema
from tests.properties.every_format import every_format

NAMES = [format.name for format in FORMATS]


def validated(data: bytes) -> loms.Report:
    return loms.validate(io.BytesIO(data))


@every_format()
def test_a_drawn_document_is_valid(document: Document) -> None:
    assert validated(loms.dumps(document)).issues == ()


@every_format()
def test_libxml2_accepts_a_drawn_document(document: Document) -> None:
    schema = compiled_schema(format_of(document))
    assert schema.validate(etree.fromstring(loms.dumps(document))), schema.error_log


@every_format()
def test_the_package_xmlschema_accepts_a_drawn_document(document: Document) -> None:
    strict_schema(format_of(document).name).validate(loms.dumps(document))
