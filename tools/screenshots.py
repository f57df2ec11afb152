"""Makes the pictures of reports in the documentation anew: ``make screenshots``."""

from __future__ import annotations

import contextlib
import datetime
import io
import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

from loms.cli.terminal import Screen
from loms.cli.validate import show_report
from loms.reporting import CheckedFile, check_file, read_earlier, write_report
from tools.browser import DESKTOP, PHONE, Browser, browsing

__all__ = ["ASSETS", "faulty_example", "main", "terminal_table"]

ROOT = Path(__file__).parents[1]
ASSETS = ROOT / "docs" / "assets"

_DAY = datetime.date(2026, 11, 30)
_COLUMNS = 120
_FONT_OF_THE_NETWORK = re.compile(r"@font-face \{\{.*?\}\}\n", re.DOTALL)

_FAULTS: tuple[tuple[str, str, int], ...] = (
    ("https://www.institut-minett.example/modules", "www.institut-minett.example/modules", 2),
    ("P10M<", "10 months<", 1),
    ("isced-f/0611", "isced-f/611", 2),
    ("outcome/baking-basics-2", "outcome/baking-basics", 1),
    ("https://www.neuf-ponts.example/stages", "http:/www.neuf-ponts.example/stages", 1),
)
"""What is spoiled in the example: a text, what takes its place, and how often."""
_MENDED: tuple[tuple[str, str, int], ...] = (
    ('lang="nl"', 'lang="nld"', 4),
    ("2026-02-02", "2.2.2026", 1),
)
"""What was spoiled in the earlier one, too."""


def faulty_example(faults: Iterable[tuple[str, str, int]], folder: Path) -> CheckedFile:
    """What is found in the example when something in it is spoiled.

    Args:
        faults: What is replaced, by what, and how often.
        folder: Where the file may lie meanwhile.
    """
    text = (ROOT / "examples" / "courses-loms.xml").read_text("utf-8")
    for good, bad, number in faults:
        text = text.replace(good, bad, number)
    path = folder / "courses.xml"
    path.write_text(text, encoding="utf-8")
    with contextlib.chdir(folder):
        return check_file(path.name)


def terminal_table(file: CheckedFile) -> str:
    """What a terminal shows of a report, as SVG that needs no font from elsewhere.

    Args:
        file: What was found.
    """
    shown = _Terminal()
    os.environ["COLUMNS"] = str(_COLUMNS)
    show_report(Screen(shown), file.report)
    console = Console(record=True, width=_COLUMNS, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi(shown.getvalue()))
    form = _FONT_OF_THE_NETWORK.sub("", CONSOLE_SVG_FORMAT)
    return console.export_svg(title="loms validate courses.xml", code_format=form, unique_id="loms")


def main() -> None:
    """Make the pictures."""
    with tempfile.TemporaryDirectory() as name, browsing() as browser:
        folder = Path(name)
        earlier = faulty_example((*_FAULTS[1:], *_MENDED), folder)
        write_report(earlier, folder / "october.json", date=_DAY.replace(month=10))
        file = faulty_example(_FAULTS, folder)
        with contextlib.chdir(folder):
            write_report(file, folder / "report.html", date=_DAY, earlier=read_earlier("october.json"))
        (ASSETS / "validate-table.svg").write_text(terminal_table(file), encoding="utf-8")
        _photograph(browser, folder / "report.html")


def _photograph(browser: Browser, page: Path) -> None:
    browser.look(size=DESKTOP)
    browser.open(page)
    _save("report.png", browser.picture(height=1500))
    top = browser.driver.execute_script("return document.getElementById('fields').getBoundingClientRect().top")
    _save("report-charts.png", browser.picture(top=top - 24, height=1900))
    browser.look(size=PHONE, dark=True)
    _save("report-phone.png", browser.picture(height=1100))


def _save(name: str, picture: bytes) -> None:
    (ASSETS / name).write_bytes(picture)


class _Terminal(io.StringIO):
    """Says that a person is looking."""

    def isatty(self) -> bool:
        return True


if __name__ == "__main__":
    main()
