"""Compressed files: none unpacks to more than the limit, whatever it claims."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
from pathlib import Path

import pytest

import loms
from tests.security.reading import Reader, run_loms
from tests.support.documents import DELETE, LOMS, ROOT

BEFORE, TITLE, AFTER = LOMS.partition("<title>")
MEGABYTE = 1_000_000

# A tree of the bomb takes about 1,500 MB; the interpreter with a tree of 1 MB takes about 60.
BOMB = 50 * MEGABYTE
BOUND = 200

# VmHWM begins anew with the program; what getrusage tells begins with the process that started it.
CHILD = """
import pathlib, re, sys, loms
try:
    loms.read(sys.argv[1], max_unpacked_size=int(sys.argv[2]))
except loms.InvalidDataError as error:
    print(*(issue.code for issue in error.issues))
print(int(re.search(r"VmHWM:\\s+(\\d+) kB", pathlib.Path("/proc/self/status").read_text())[1]) // 1024)
"""


def document(size: int) -> bytes:
    """A valid document of about that size, most of it comments, which cost no memory."""
    comment = f"<!--{' ' * 992}-->\n"
    return f"{BEFORE}{comment * (size // 1000)}{TITLE}{AFTER}".encode()


def times_compressed(size: int, ratio: int) -> bytes:
    """A valid document, compressed to about its size divided by ``ratio``: what does not shrink is in the header."""
    packed = gzip.compress(document(size))
    header, content = packed[:10], packed[10:]
    name = b"x" * (size // ratio - len(packed)) + b"\0"
    return header[:3] + b"\x08" + header[4:] + name + content


def test_no_reader_unpacks_more_than_the_limit(reader: Reader) -> None:
    packed = gzip.compress(document(2 * MEGABYTE))
    [issue] = reader(packed, MEGABYTE)
    assert issue["code"] == "SOURCE-TOO-LARGE"
    assert reader(packed, 3 * MEGABYTE) == []


def test_json_has_the_limit_too(tmp_path: Path) -> None:
    path = tmp_path / "delete.json.gz"
    path.write_bytes(gzip.compress(loms.to_json(loms.loads(DELETE)).encode() + b" " * 2 * MEGABYTE))
    for arguments, stdin in (([path], b""), (["-"], path.read_bytes())):
        done = run_loms("convert", *arguments, "-o", tmp_path / "out.xml", "--max-unpacked-size", "1MB", stdin=stdin)
        assert done.returncode == 1
        assert b"[SOURCE-TOO-LARGE]" in done.stderr


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell the peak of memory there")
def test_the_limit_is_reached_before_memory_fills(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.xml.gz"
    bomb.write_bytes(gzip.compress(b"<x>" + b"<a/>" * (BOMB // 4) + b"</x>", compresslevel=1))
    assert bomb.stat().st_size < MEGABYTE
    command = [sys.executable, "-c", CHILD, str(bomb), str(MEGABYTE)]
    code, peak = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout.split()
    assert code == "SOURCE-TOO-LARGE"
    assert int(peak) < BOUND


def test_without_a_limit_of_ones_own_10_mb_are_always_unpacked(reader: Reader) -> None:
    assert reader(gzip.compress(document(9 * MEGABYTE)), None) == []


def test_without_a_limit_of_ones_own_more_than_10_mb_must_not_be_100_times_the_compressed_size(reader: Reader) -> None:
    assert reader(times_compressed(12 * MEGABYTE, ratio=90), None) == []
    [issue] = reader(times_compressed(12 * MEGABYTE, ratio=110), None)
    assert issue["code"] == "SOURCE-TOO-LARGE"


def test_the_limit_holds_for_all_members_of_a_gzip_file_together(reader: Reader) -> None:
    data = document(2 * MEGABYTE)
    members = b"".join(gzip.compress(data[at : at + 100_000]) for at in range(0, len(data), 100_000))
    [issue] = reader(members, MEGABYTE)
    assert issue["code"] == "SOURCE-TOO-LARGE"
    assert reader(members, None) == []


def test_the_refusal_says_the_numbers_and_how_to_raise_the_limit(reader: Reader) -> None:
    packed = gzip.compress(document(2 * MEGABYTE))
    [issue] = reader(packed, MEGABYTE)
    assert issue["message"] == (
        f"The first {len(packed):,} bytes of gzip data unpack to more than 1,000,000 bytes, which is the limit."
    )
    assert "--max-unpacked-size" in str(issue["remedy"])
    assert "max_unpacked_size" in str(issue["remedy"])


def test_a_file_over_the_limit_is_a_finding_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "courses.xml.gz"
    path.write_bytes(gzip.compress(document(2 * MEGABYTE)))
    done = run_loms("validate", "--max-unpacked-size", "1MB", path)
    assert done.returncode == 1
    assert b"[SOURCE-TOO-LARGE]" in done.stdout
    assert done.stderr == b""


def test_the_limit_can_be_lifted(tmp_path: Path) -> None:
    path = tmp_path / "courses.xml.gz"
    path.write_bytes(gzip.compress(document(12 * MEGABYTE)))
    assert run_loms("validate", path).returncode == 1
    assert run_loms("validate", "--max-unpacked-size", "none", path).returncode == 0


def test_a_file_that_is_not_compressed_has_no_limit(reader: Reader) -> None:
    assert reader(document(2 * MEGABYTE), 1000) == []


def test_what_is_compressed_twice_is_not_unpacked_twice(reader: Reader) -> None:
    [issue] = reader(gzip.compress(gzip.compress(LOMS.encode())), None)
    assert issue["code"] == "XML-NOT-XML"
    assert "gzip inside of gzip" in str(issue["message"])


@pytest.mark.parametrize("damage", ["cut off", "changed", "followed by something else"])
def test_damaged_gzip_data_is_told(reader: Reader, damage: str) -> None:
    packed = gzip.compress(LOMS.encode())
    damaged = {
        "cut off": packed[:-20],
        "changed": packed[:200] + bytes(byte ^ 255 for byte in packed[200:220]) + packed[220:],
        "followed by something else": packed + b"something else",
    }
    [issue] = reader(damaged[damage], None)
    assert issue["code"] == "SOURCE-GZIP-DAMAGED"


@pytest.mark.parametrize("limit", [-1, "10GB", 1.5])
def test_a_limit_that_is_no_number_of_bytes_is_refused(limit: object) -> None:
    with pytest.raises(loms.UsageError, match="whole number of bytes"):
        loms.validate(io.BytesIO(LOMS.encode()), max_unpacked_size=limit, profile="schema")  # type: ignore[arg-type]


@pytest.mark.parametrize("limit", ["-1", "ten", "10XB", "1e9", ""])
def test_a_limit_that_is_no_size_is_refused_by_the_commands(limit: str) -> None:
    done = run_loms("info", "--max-unpacked-size", limit, "courses.xml")
    assert done.returncode == 2
    assert b"is no size such as 500MB, 10GB or none" in done.stderr
