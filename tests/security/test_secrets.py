"""The upload key of a legacy file is in nothing that is printed, reported or written in another format."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

import loms
from loms.cli.app import app
from tests.support.documents import LOMS, LOQ

SECRET = "k3y-of-the-source"
KEY = re.compile(r' Key="[^"]*"')

DELETE = (
    f'<Delete xmlns="http://ec.europa.eu/delete/v0_1_1" Key="{SECRET}" XsdVersion="0.1.1" XsdType="Delete">'
    "<EntityType>Learning Opportunity</EntityType><Id>B-1</Id></Delete>"
)
LEGACY = KEY.sub(f' Key="{SECRET}"', LOQ, count=1)

SPOILED: dict[str, Callable[[str], str]] = {
    "as it should be": str,
    "another version": lambda text: text.replace('XsdVersion="0', 'XsdVersion="9'),
    "a name in small letters": lambda text: text.replace(" Key=", " key="),
    "a name in a namespace": lambda text: text.replace(" Key=", ' xmlns:x="urn:x" x:Key='),
    "at a record": lambda text: text.replace("<LearningOpportunity>", f'<LearningOpportunity Key="{SECRET}">'),
    "said twice": lambda text: text.replace(" Key=", f' Key="{SECRET}" Key='),
    "cut off": lambda text: text[: text.index(SECRET) + len(SECRET)],
    "without quotes": lambda text: text.replace(f'"{SECRET}"', SECRET),
    "with an entity": lambda text: text.replace(SECRET, f"{SECRET}&nbsp;"),
    "with a character that XML does not have": lambda text: text.replace(SECRET, f"{SECRET}\x01"),
    "a title that is blank": lambda text: re.sub("<Title>.*</Title>", "<Title> </Title>", text),
}
COMMANDS = (
    ("validate",),
    ("validate", "--json"),
    ("info",),
    ("info", "--json"),
    ("convert", "--to", "loms-2019", "--namespace", "https://data.example.org/"),
    ("convert", "--to", "loms-2019", "--namespace", "https://data.example.org/", "--json", "-o", "new.xml"),
    ("convert", "--to", "loms-2019", "--namespace", "https://data.example.org/", "--strict", "-o", "new.xml"),
)


def shown(folder: Path, arguments: Sequence[str], text: str) -> str:
    """What a command prints and writes."""
    report = ["--report", "report.json"] if "-o" in arguments else []
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(folder)
        done = CliRunner().invoke(app, [*arguments, *report, "-"], input=text, prog_name="loms")
    assert done.exit_code in (0, 1), done.output
    return done.output + "".join(each.read_text(encoding="utf-8") for each in folder.iterdir())


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED.keys())
@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_the_key_is_in_no_output_message_or_report(
    tmp_path: Path, arguments: Sequence[str], spoil: Callable[[str], str]
) -> None:
    text = spoil(LEGACY)
    assert SECRET in text
    assert SECRET not in shown(tmp_path, arguments, text)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [(("merge", "stored.xml"), LEGACY), (("withdraw", "stored.xml"), DELETE)],
    ids=["merge", "withdraw"],
)
def test_the_key_is_in_no_release(tmp_path: Path, arguments: Sequence[str], text: str) -> None:
    (tmp_path / "stored.xml").write_text(LOMS, encoding="utf-8")
    command, stored = arguments
    settings = ["--namespace", "https://data.example.org/"] if command == "merge" else []
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(tmp_path)
        call = [command, stored, "-", "-o", "new.xml", "--report", "report.json", *settings]
        done = CliRunner().invoke(app, call, input=text, prog_name="loms")
    assert (done.exit_code, sorted(each.name for each in tmp_path.iterdir())) == (
        0,
        ["new.xml", "report.json", "stored.xml"],
    ), done.output
    assert SECRET not in done.output + "".join(each.read_text(encoding="utf-8") for each in tmp_path.iterdir())


def test_the_key_of_the_settings_is_not_shown() -> None:
    assert SECRET not in repr(loms.Settings(legacy_key=SECRET))
    with pytest.raises(loms.UsageError) as raised:
        loms.Settings(legacy_key=f"{SECRET}\x01")
    assert SECRET not in str(raised.value)
