"""Strict conversion stops at the first error."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import loms
from loms.convert.to_loms.assembly import LomsAssembly
from loms.convert.to_loq.assembly import LegacyAssembly
from loms.document import Document
from tests.convert.documents import SETTINGS, document, labels, record, urls
from tests.convert.loms_to_loq.records import Given, offer


def strictly(source: Document, to: str) -> str:
    """The code of the error at which the conversion stops."""
    with pytest.raises(loms.InvalidDataError) as refused:
        loms.convert(source, to=to, settings=SETTINGS, strict=True)
    [issue] = refused.value.issues
    return issue.code


def counted(monkeypatch: pytest.MonkeyPatch, assembly: type[LomsAssembly] | type[LegacyAssembly]) -> Callable[[], int]:
    """How many records a conversion has looked at."""
    looked: list[None] = []
    original = assembly.convert_record

    def convert_record(*given: object, **options: object) -> object:
        looked.append(None)
        return original(*given, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(assembly, "convert_record", convert_record)
    return lambda: len(looked)


def test_no_record_behind_the_first_error_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = counted(monkeypatch, LomsAssembly)
    source = document(record("A"), record("B", title=[]), record("C", provider_name=[]))
    assert strictly(source, "loms-2019") == "CONVERT-NO-TITLE"
    assert looked_at() == 2


def test_nor_is_any_on_the_way_back(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = counted(monkeypatch, LegacyAssembly)
    source = Given(offers=[offer(1), offer(2, homepage=[]), offer(3)]).document()
    assert strictly(source, "loq-learning-opportunities") == "CONVERT-NO-PAGE"
    assert looked_at() == 2


def test_a_value_that_is_left_out_alone_is_an_error_too() -> None:
    source = document(record("A", url=urls({"en": "www.school.example"})))
    assert strictly(source, "loms-2019") == "CONVERT-NO-ADDRESS"


def test_the_only_record_is_told_by_its_own_reason_and_not_by_the_empty_document() -> None:
    assert strictly(document(record("A", title=[])), "loms-2019") == "CONVERT-NO-TITLE"
    assert strictly(Given(offers=[offer(homepage=[])]).document(), "loq-learning-opportunities") == "CONVERT-NO-PAGE"


def test_a_source_without_records_is_refused() -> None:
    assert strictly(document(), "loms-2019") == "CONVERT-NO-RECORD"
    assert strictly(Given(offers=[]).document(), "loq-learning-opportunities") == "CONVERT-NO-RECORD"


def test_warnings_stop_nothing() -> None:
    source = document(record("A", title=labels({"ca": "Pa"})))
    done = loms.convert(source, to="loms-2019", settings=SETTINGS, strict=True)
    assert [issue.code for issue in done.report.issues] == ["CONVERT-LANGUAGE-FALLBACK"]


@pytest.mark.parametrize(
    ("source", "to"),
    [
        (document(record("A", title=[]), record("B")), "loms-2019"),
        (Given(offers=[offer(1, homepage=[]), offer(2)]).document(), "loq-learning-opportunities"),
    ],
    ids=["to LOMS", "back"],
)
def test_otherwise_all_records_are_gone_through(source: Document, to: str) -> None:
    report = loms.convert(source, to=to, settings=SETTINGS).report
    assert (report.records_read, report.records_converted, report.records_left_out) == (2, 1, 1)
