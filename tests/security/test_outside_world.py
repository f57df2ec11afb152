"""Files and network: whatever data refers to, only the files that the user names are opened."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote

import attrs
import pytest

import loms
from tests.security.traps import trap
from tests.support.documents import LOMS, LOQ, ROOT

Events = Sequence[tuple[str, str]]

OUTPUTS = ("changes.json", "out.json", "out.xml", "report.json")
XSI = "http://www.w3.org/2001/XMLSchema-instance"


@attrs.frozen
class Lures:
    """Addresses that a document may hold: of a file that notices when it is opened, and of a server."""

    file: str
    path: str
    web: str

    def each(self) -> tuple[str, str, str]:
        """All of them."""
        return self.file, self.path, self.web


def documents(lures: Lures) -> Mapping[str, str]:
    """Documents in which everything that can refer to something refers to the lures."""
    hints = "".join(
        f'<?xml-stylesheet type="text/xsl" href="{each}"?><?xml-model href="{each}"?>' for each in lures.each()
    )
    hints += "".join(f'<?oasis-xml-catalog catalog="{each}"?>' for each in lures.each())
    schemas = " ".join(f"urn:x {each}" for each in lures.each())
    located = (
        f' xmlns:xsi="{XSI}" xsi:schemaLocation="{schemas}" xsi:noNamespaceSchemaLocation="{lures.file}" xsdVersion'
    )
    begun = LOMS.replace("<qms", f"{hints}<qms", 1).replace(" xsdVersion", located, 1)
    kind = "http://data.europa.eu/europass/media"
    logo = (
        f'<logo><contentType uri="{kind}Type/image/png"/><contentEncoding uri="{kind}ContentEncoding/base64"/>'
        f"<contentUrl>{lures.file}</contentUrl><content>iVBORw0KGgo=</content></logo>"
    )
    includes = "".join(
        f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{each}" parse="{how}"/>'
        for each in lures.each()
        for how in ("xml", "text")
    )
    address = "https://bread.example/"
    return {
        "hints.xml": begun,
        "addresses.xml": begun.replace("https://data.example.org/organization/1", lures.file)
        .replace("<hasLocation>", f'<homepage uri="{lures.web}"/><hasLocation>')
        .replace("</hasLocation>", f"</hasLocation>{logo}"),
        "includes.xml": LOMS.replace("<title>", f"{includes}<title>", 1),
        "addresses-loq.xml": LOQ.replace(address, lures.web).replace("Du pain.", f'&lt;img src="{lures.file}"&gt;'),
        "base.xml": LOMS.replace("<title>", f'<title xml:base="{lures.file}">', 1),
        "entity.xml": LOMS.replace("<qms", f'<!DOCTYPE q [<!ENTITY e SYSTEM "{lures.file}">]><qms').replace(
            "Bread", "&e;"
        ),
        "subset.xml": LOMS.replace("<qms", f'<!DOCTYPE q PUBLIC "-//X" "{lures.web}"><qms', 1),
    }


@attrs.frozen
class Witnessed:
    """What happened while all documents were read in all ways."""

    events: Events
    noticed: Sequence[str]
    folder: Path
    server: socket.socket

    def opened(self) -> set[Path]:
        """The files that were opened."""
        names = {name for event, name in self.events if event == "open" and not name.isdigit()}
        return {Path(os.path.realpath(self.folder / unquote(name.removeprefix("file://")))) for name in names}


@pytest.fixture(scope="module")
def witnessed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Witnessed]:
    """Everything that reads, run over all documents by a process that tells what it does."""
    folder = tmp_path_factory.mktemp("outside")
    with trap(folder / "trap") as noticed, socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        web = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        lures = Lures(file=(folder / "trap").as_uri(), path="trap", web=web)
        for name, text in documents(lures).items():
            (folder / name).write_text(text, encoding="utf-8")
        path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
        command = [sys.executable, "-m", "tests.security.witness", str(folder / "record.json"), *documents(lures)]
        subprocess.run(
            command,
            cwd=folder,
            check=True,
            capture_output=True,
            timeout=120,
            env=os.environ | {"PYTHONPATH": path},
        )
        record = json.loads((folder / "record.json").read_text(encoding="utf-8"))
        # What is valid has been through everything, what is not has been refused; both must have been tried.
        assert {name: codes for name, codes in record["codes"].items() if codes != [0]} == {
            "includes.xml": [0, 1],  # `loms info` does not ask whether a file is valid
            "base.xml": [0, 1],
            "entity.xml": [1],
            "subset.xml": [1],
        }
        yield Witnessed([(event, name) for event, name in record["events"]], noticed, folder, server)


def test_the_network_is_never_touched(witnessed: Witnessed) -> None:
    assert [each for each in witnessed.events if each[0].startswith(("socket.", "urllib."))] == []
    with pytest.raises(BlockingIOError):
        witnessed.server.accept()


def test_no_other_program_is_started(witnessed: Witnessed) -> None:
    assert [each for each in witnessed.events if not each[0].startswith(("open", "socket.", "urllib."))] == []


def test_only_the_files_that_the_user_names_are_opened(witnessed: Witnessed) -> None:
    assert witnessed.noticed == []
    ours = [Path(each).resolve() for each in (ROOT, Path(str(loms.__file__)).parent, sys.prefix, sys.base_prefix)]
    named = {witnessed.folder / name for name in (*documents(Lures("", "", "")), *OUTPUTS)}
    elsewhere = {path for path in witnessed.opened() if not any(path.is_relative_to(each) for each in ours)}
    # Temporary files, and those by which Python finds out whether there may be any, are gone by now.
    elsewhere -= {path for path in elsewhere if path.parent == Path(tempfile.gettempdir()) and not path.exists()}
    assert {path for path in elsewhere if _final(path) not in named} == set()
    assert {_final(path) for path in elsewhere} == named


def _final(path: Path) -> Path:
    """The file that a file becomes when it is written to its end."""
    part = re.fullmatch(r"\.(?P<name>.+?\.(?:json|xml))\..*part", path.name)
    return path.with_name(part["name"]) if part else path
