"""Bad input: one clear line with place and cause, the right exit code, nothing written, nothing fetched."""

from __future__ import annotations

import gzip
import json
import os
import socket
from pathlib import Path

import attrs
import pytest

from tests.support.documents import LOMS
from tests.support.running import Run, RunProcess

COURSES = LOMS.encode()
BODY = COURSES.partition(b"?>")[2]
TITLE = b'<title><text lang="en" content-type="text/plain">Bread</text></title>'
SECRET = "what-nobody-else-may-see"

BOMB = b"".join(
    [
        b'<!DOCTYPE qmsLearningOpportunities [<!ENTITY a0 "ha">',
        *(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)),
        b"]>",
    ]
)


@attrs.frozen
class Bad:
    """Data that no command may accept, and what the message must say."""

    data: bytes
    cause: str


BAD = {
    "empty": Bad(b"", "file is empty"),
    "blank": Bad(b"  \n\n ", "file is empty"),
    "not well formed": Bad(COURSES.replace(b"</title>", b"</titel>"), "closing tag does not fit"),
    "cut off between two elements": Bad(COURSES[: COURSES.index(b"<title>")], "ends too early"),
    "cut off within a tag": Bad(COURSES[: COURSES.index(b"<title>") + 4], "ends too early"),
    "cut off within a text": Bad(COURSES[: COURSES.index(b"Bread") + 4], "ends too early"),
    "not XML": Bad(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "XML"),
    "text": Bad(b"title;provider\nBread;School\n", "XML"),
    "unknown format": Bad(b"<courses><course/></courses>", "which no format has"),
    "right name in no namespace": Bad(b"<qmsLearningOpportunities/>", "no namespace"),
    "another encoding than declared": Bad(COURSES.replace(b"Bread<", b"Caf\xe9<"), "do not fit the encoding"),
    "an encoding that nobody knows": Bad(COURSES.replace(b"UTF-8", b"KLINGON"), "encoding is not known"),
    "a control character": Bad(COURSES.replace(b"Bread<", b"Bre\x01ad<"), "does not allow"),
    "an entity that is not declared": Bad(COURSES.replace(b"Bread<", b"Caf&eacute;<"), "entity"),
    "a DTD": Bad(b"<!DOCTYPE qmsLearningOpportunities>" + BODY, "DOCTYPE"),
    "an entity of its own": Bad(b'<!DOCTYPE x [<!ENTITY e "x">]>' + BODY.replace(b"Bread<", b"&e;<"), "DOCTYPE"),
    "a billion laughs": Bad(BOMB + BODY.replace(b"Bread<", b"&a9;<"), "DOCTYPE"),
    "a text of 20 MB": Bad(COURSES.replace(b"Bread<", b"x" * 20_000_000 + b"<"), "limit"),
    "an attribute of 20 MB": Bad(COURSES.replace(b'lang="en"', b'lang="' + b"x" * 20_000_000 + b'"', 1), "limit"),
    "100,000 levels": Bad(COURSES.replace(TITLE, b"<title>" * 100_000), "limit"),
    "damaged gzip": Bad(gzip.compress(COURSES)[:-20], "gzip data is damaged"),
}


@pytest.fixture(params=BAD)
def bad(request: pytest.FixtureRequest) -> Bad:
    return BAD[request.param]


@pytest.fixture
def bad_file(bad: Bad, tmp_path: Path) -> Path:
    path = tmp_path / "bad.xml"
    path.write_bytes(bad.data)
    return path


def test_info_says_in_one_line_what_is_wrong(run: Run, bad: Bad, bad_file: Path) -> None:
    done = run("info", bad_file)
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr.startswith(f"loms: error: {bad_file}:")
    assert done.stderr.count("\n") == 1
    assert bad.cause in done.stderr


def test_validate_says_in_one_line_what_is_wrong(run: Run, bad: Bad, bad_file: Path) -> None:
    done = run("validate", bad_file)
    assert done.exit_code == 1
    assert done.stderr == ""
    issue, summary = done.stdout.splitlines()
    assert issue.startswith(f"{bad_file}:")
    assert bad.cause in issue
    assert summary.startswith(f"{bad_file}: 1 error, 0 warnings in ")


def test_validate_for_programs_is_one_json_document(run: Run, bad_file: Path) -> None:
    done = run("validate", "--json", bad_file)
    assert done.exit_code == 1
    (report,) = json.loads(done.stdout)["files"]
    assert len(report["issues"]) == 1


def test_convert_says_in_one_line_what_is_wrong(run: Run, bad: Bad, bad_file: Path) -> None:
    done = run("convert", bad_file, "--to", "loms-2019", "--dry-run")
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr.startswith(f"loms: error: {bad_file}:")
    assert done.stderr.count("\n") == 1
    assert bad.cause in done.stderr


def test_convert_leaves_no_file_behind(run: Run, bad_file: Path, tmp_path: Path) -> None:
    run("convert", bad_file, "-o", tmp_path / "out.xml", "--to", "loms-2019", "--report", tmp_path / "report.json")
    assert list(tmp_path.iterdir()) == [bad_file]


def test_convert_leaves_an_existing_output_as_it_was(run: Run, bad_file: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.xml"
    output.write_text("what was there before", encoding="utf-8")
    run("convert", bad_file, "-o", output, "--to", "loms-2019")
    assert output.read_text(encoding="utf-8") == "what was there before"


@pytest.mark.parametrize("arguments", [["info"], ["validate"], ["convert", "--to", "json"]])
@pytest.mark.parametrize("where", ["folder", "nowhere", "secret"])
def test_a_file_that_cannot_be_read_exits_with_2(run: Run, tmp_path: Path, arguments: list[str], where: str) -> None:
    (tmp_path / "folder").mkdir()
    secret = tmp_path / "secret"
    secret.touch(mode=0o000)
    if where == "secret" and os.access(secret, os.R_OK):
        pytest.skip("this user may read everything")
    done = run(*arguments, tmp_path / where)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.startswith(f"loms: error: {tmp_path / where} ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("command", [["info"], ["validate"], ["convert", "--to", "json"]])
def test_a_file_that_an_entity_names_is_not_read(run: Run, tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "secret.txt").write_text(SECRET, encoding="utf-8")
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]>'.encode()
    done = run(*command, "-", stdin=entity + BODY.replace(b"Bread<", b"&e;<"))
    assert done.exit_code == 1
    assert SECRET not in done.stdout + done.stderr


@pytest.mark.parametrize("command", [["info"], ["validate"], ["convert", "--to", "json"]])
@pytest.mark.parametrize("place", ["DTD", "entity", "schema location"])
def test_nothing_is_fetched_from_the_network(run: Run, command: list[str], place: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x".encode()
        documents = {
            "DTD": b'<!DOCTYPE x SYSTEM "%s">' % address + BODY,
            "entity": b'<!DOCTYPE x [<!ENTITY e SYSTEM "%s">]>' % address + BODY.replace(b"Bread<", b"&e;<"),
            "schema location": BODY.replace(
                b" xmlns=",
                b' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x %s" xmlns='
                % address,
                1,
            ),
        }
        done = run(*command, "-", stdin=documents[place])
        assert done.exit_code == (0 if place == "schema location" else 1)
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.mark.parametrize("command", [["info"], ["validate"], ["convert", "--to", "json"]])
def test_bad_input_from_a_pipe_ends_without_a_traceback(run_process: RunProcess, command: list[str]) -> None:
    done = run_process(*command, "-", stdin=LOMS[:500])
    assert done.returncode == 1
    assert "<stdin>" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
