"""Entities and document type declarations: refused before anything in them is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.security.reading import Reader
from tests.security.traps import trap
from tests.support.documents import LOMS

SECRET = "what-nobody-else-may-see"
ROOT_ELEMENT = "qmsLearningOpportunities"
DECLARATION, _, BODY = LOMS.partition("?>")


def document(doctype: str, text: str = "Bread") -> bytes:
    """A document with a document type declaration, and with a text in place of its first title."""
    return f"{DECLARATION}?>{doctype}{BODY.replace('Bread', text, 1)}".encode()


def is_refused(data: bytes, reader: Reader) -> bool:
    """Whether the declaration itself is what is refused, and nothing of what it refers to is told."""
    [issue] = reader(data, None)
    assert SECRET not in str(issue)
    return issue["code"] == "XML-DOCTYPE"


@pytest.fixture
def secret(tmp_path: Path) -> str:
    """Address of a file that data has no business with."""
    path = tmp_path / "secret.txt"
    path.write_text(SECRET, encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def lure(tmp_path: Path) -> Iterator[str]:
    """Address of a file that nobody may open."""
    path = tmp_path / "lure.dtd"
    with trap(path) as noticed:
        yield path.as_uri()
        assert noticed == []


def test_a_document_type_declaration_is_refused_even_when_it_is_empty(reader: Reader) -> None:
    assert is_refused(document(f"<!DOCTYPE {ROOT_ELEMENT}>"), reader)


def test_an_internal_entity_is_not_expanded(reader: Reader) -> None:
    doctype = f'<!DOCTYPE {ROOT_ELEMENT} [<!ENTITY bread "{SECRET}">]>'
    assert is_refused(document(doctype, "&bread;"), reader)


def test_the_file_of_an_external_entity_is_not_read(reader: Reader, secret: str) -> None:
    doctype = f'<!DOCTYPE {ROOT_ELEMENT} [<!ENTITY bread SYSTEM "{secret}">]>'
    assert is_refused(document(doctype, "&bread;"), reader)


def test_the_file_of_a_parameter_entity_is_not_read(reader: Reader, lure: str) -> None:
    doctype = f'<!DOCTYPE {ROOT_ELEMENT} [<!ENTITY % more SYSTEM "{lure}">%more;]>'
    assert is_refused(document(doctype), reader)


def test_an_external_subset_is_not_read(reader: Reader, lure: str) -> None:
    assert is_refused(document(f'<!DOCTYPE {ROOT_ELEMENT} SYSTEM "{lure}">'), reader)


def test_attributes_do_not_get_values_from_a_declaration(reader: Reader) -> None:
    doctype = f'<!DOCTYPE {ROOT_ELEMENT} [<!ATTLIST learningOpportunity id CDATA "{SECRET}">]>'
    assert is_refused(document(doctype), reader)


def test_a_billion_laughs_are_refused(reader: Reader) -> None:
    entities = "".join(f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 10))
    doctype = f'<!DOCTYPE {ROOT_ELEMENT} [<!ENTITY a0 "ha">{entities}]>'
    assert is_refused(document(doctype, "&a9;"), reader)


def test_a_long_entity_used_many_times_is_refused(reader: Reader) -> None:
    doctype = f'<!DOCTYPE {ROOT_ELEMENT} [<!ENTITY long "{"x" * 100_000}">]>'
    assert is_refused(document(doctype, "&long;" * 100_000), reader)


@pytest.mark.parametrize("encoding", ["UTF-16", "UTF-7"])
def test_a_declaration_is_refused_in_every_encoding(reader: Reader, encoding: str) -> None:
    text = document(f'<!DOCTYPE {ROOT_ELEMENT} [<!ENTITY bread "{SECRET}">]>', "&bread;").decode()
    assert is_refused(text.replace("UTF-8", encoding).encode(encoding), reader)
