"""Writing: deterministic bytes, and an old file that is replaced only by a whole new one."""

from __future__ import annotations

import datetime
import gzip
import io
import os
import stat
from pathlib import Path

import pytest
from lxml import etree

import loms
from loms.io.target import open_target
from loms.legacy.delete import Delete
from loms.model import QmsLearningOpportunities
from tests.support.documents import DELETE, LOMS, LOMS_NAMESPACE


def test_the_namespace_of_the_format_is_the_default_one() -> None:
    assert etree.fromstring(loms.dumps(loms.loads(LOMS))).nsmap == {None: LOMS_NAMESPACE}


def test_prefixes_of_the_source_do_not_come_back() -> None:
    prefixed = DELETE.replace("<", "<d:").replace("<d:/", "</d:").replace("xmlns=", "xmlns:d=")
    assert loms.dumps(loms.loads(prefixed)) == loms.dumps(loms.loads(DELETE))


def test_the_same_objects_give_the_same_bytes() -> None:
    assert loms.dumps(loms.loads(LOMS)) == loms.dumps(loms.loads(LOMS))


def test_writing_what_was_read_changes_nothing_more() -> None:
    once = loms.dumps(loms.loads(LOMS))
    assert loms.dumps(loms.loads(once)) == once


def test_no_schema_location_is_written_unless_asked_for() -> None:
    assert b"schemaLocation" not in loms.dumps(loms.loads(LOMS))


def test_the_schema_location_names_the_namespace_and_the_address() -> None:
    root = etree.fromstring(loms.dumps(loms.loads(LOMS), schema_location="https://schemas.example/loms.xsd"))
    hint = root.get("{http://www.w3.org/2001/XMLSchema-instance}schemaLocation")
    assert hint == f"{LOMS_NAMESPACE} https://schemas.example/loms.xsd"


def test_a_file_and_a_stream_and_memory_get_the_same_bytes(tmp_path: Path) -> None:
    dataset = loms.loads(LOMS)
    stream = io.BytesIO()
    loms.write(dataset, stream)
    loms.write(dataset, tmp_path / "out.xml")
    assert stream.getvalue() == (tmp_path / "out.xml").read_bytes() == loms.dumps(dataset)


def test_a_name_ending_in_gz_is_compressed_the_same_way_each_time(tmp_path: Path) -> None:
    dataset = loms.loads(LOMS)
    loms.write(dataset, tmp_path / "a.xml.gz")
    loms.write(dataset, tmp_path / "b.xml.gz")
    first = (tmp_path / "a.xml.gz").read_bytes()
    assert gzip.decompress(first) == loms.dumps(dataset)
    assert first == (tmp_path / "b.xml.gz").read_bytes()


def test_nothing_but_the_target_is_left_behind(tmp_path: Path) -> None:
    loms.write(loms.loads(LOMS), tmp_path / "out.xml")
    assert [path.name for path in tmp_path.iterdir()] == ["out.xml"]


def broken() -> Delete:
    """A document whose last value cannot be written."""
    dataset = loms.loads(DELETE, expect=Delete)
    dataset.id.append("a\x00b")
    return dataset


def test_a_character_that_xml_cannot_express_is_refused() -> None:
    with pytest.raises(loms.UsageError, match="control characters"):
        loms.dumps(broken())


def test_a_failure_leaves_the_old_file_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "out.xml"
    target.write_text("old")
    with pytest.raises(loms.UsageError):
        loms.write(broken(), target)
    assert target.read_text() == "old"


def test_a_failure_leaves_no_part_behind(tmp_path: Path) -> None:
    with pytest.raises(loms.UsageError):
        loms.write(broken(), tmp_path / "out.xml")
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_leaves_the_old_file_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "out.xml"
    target.write_text("old")

    def interrupted() -> None:
        with open_target(target) as stream:
            stream.write(b"new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]


def test_a_new_file_has_the_permissions_that_the_system_gives(tmp_path: Path) -> None:
    loms.write(loms.loads(LOMS), tmp_path / "out.xml")
    (tmp_path / "usual").write_text("")
    assert (tmp_path / "out.xml").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_replaced_file_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "out.xml"
    target.write_text("old")
    target.chmod(0o640)
    loms.write(loms.loads(LOMS), target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.xml").write_text("old")
    (tmp_path / "link.xml").symlink_to("real.xml")
    loms.write(loms.loads(LOMS), tmp_path / "link.xml")
    assert (tmp_path / "link.xml").is_symlink()
    assert (tmp_path / "real.xml").read_bytes() == loms.dumps(loms.loads(LOMS))


def test_a_device_is_written_directly() -> None:
    loms.write(loms.loads(LOMS), os.devnull)
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(loms.TargetError, match="is a folder"):
        loms.write(loms.loads(LOMS), tmp_path)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(loms.TargetError, match=r"there is no folder .*missing"):
        loms.write(loms.loads(LOMS), tmp_path / "missing" / "out.xml")


def test_something_that_is_no_document_is_refused() -> None:
    with pytest.raises(loms.UsageError, match="An instance of str is not a whole document"):
        loms.dumps("text")  # type: ignore[arg-type]


@pytest.mark.parametrize("target", [5, io.StringIO()])
def test_something_that_is_no_target_is_refused(target: object) -> None:
    with pytest.raises(loms.UsageError, match="a path or a stream that was opened in binary mode"):
        loms.write(loms.loads(LOMS), target)  # type: ignore[arg-type]


def test_an_impossible_name_is_refused() -> None:
    with pytest.raises(loms.TargetError, match="cannot be written"):
        loms.write(loms.loads(LOMS), "a\0b")


def test_a_full_device_is_told() -> None:
    with pytest.raises(loms.TargetError, match="No space left"):
        loms.write(loms.loads(LOMS), "/dev/full")


def test_an_error_of_the_caller_stays_the_error_of_the_caller(tmp_path: Path) -> None:
    def failing() -> None:
        with open_target(tmp_path / "out.xml"):
            raise OSError(5, "Input/output error")

    with pytest.raises(OSError, match="Input/output error"):
        failing()
    assert list(tmp_path.iterdir()) == []


def test_a_date_of_python_is_named_with_its_place_and_what_to_write() -> None:
    dataset = loms.loads(LOMS, expect=QmsLearningOpportunities)
    opportunity = dataset.learning_opportunities.learning_opportunity[0]
    opportunity.started_at_date = datetime.date(2026, 2, 28)  # type: ignore[assignment]
    with pytest.raises(loms.UsageError, match=r"learning_opportunity\[0\]\.started_at_date is a .*from_date"):
        loms.dumps(dataset)
