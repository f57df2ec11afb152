"""The commands ``loms codes`` and ``loms formats``: what there is to choose from."""

from __future__ import annotations

import re

import attrs
import click

from loms.cli.options import Command, json_option
from loms.cli.terminal import Screen, messages, print_json, results
from loms.codes import CodeList, code_lists, find_list, search
from loms.formats import FORMATS
from loms.wording import counted

__all__ = ["codes", "formats"]

NOTHING_FOUND = 1

WIDTH_FOR_PYTHON = 140
"""Columns of a terminal that can show where Python has a code list."""
WIDTH_FOR_NAMESPACES = 160
"""Columns of a terminal that can show namespaces beside the titles of formats."""
WIDTH_FOR_VALUES = 120
"""Columns of a terminal that can show whole URIs beside the names of codes."""


@click.command(
    cls=Command,
    examples=[
        "loms codes",
        "loms codes isced-f software",
        'loms codes nuts "ile de france"',
        "loms codes loq-learning-opportunities/study-type",
    ],
)
@click.argument("name", metavar="[LIST]", required=False)
@click.argument("word", metavar="[WORD]", required=False, default="")
@json_option
@click.pass_context
def codes(context: click.Context, /, *, name: str | None, word: str, as_json: bool) -> None:
    """Show code lists, and find codes in them.

    Without LIST all lists are shown; with LIST its codes; with WORD those of them in which it occurs. WORD is looked
    for in code and English name; capitals and accents make no difference. Exit code 1 when nothing is found.
    """
    if name is None:
        _show_lists(as_json=as_json)
        return
    code_list = find_list(name)
    _show_codes(code_list, word, as_json=as_json)
    if not search(code_list, word):
        if not as_json:
            messages().line(f"No code of {code_list.name} has {word!r} in its value or name.")
        context.exit(NOTHING_FOUND)


@click.command(cls=Command, examples=["loms formats"])
@json_option
def formats(*, as_json: bool) -> None:
    """Show the document formats that loms knows."""
    if as_json:
        print_json(
            [attrs.asdict(each, filter=attrs.filters.exclude("schema", "model", "root_class")) for each in FORMATS]
        )
        return
    _show_formats(results())


def _show_formats(screen: Screen) -> None:
    """Print the formats; where there is no room for the namespaces beside them, these come below."""
    headers = ("Format", "Version", "Title", "Namespace")
    rows = [(each.name, each.version, each.title, each.namespace) for each in FORMATS]
    if not _is_narrow(screen, below=WIDTH_FOR_NAMESPACES):
        screen.table(headers, rows, whole=headers)
        return
    screen.table(headers[:-1], [row[:-1] for row in rows], whole=("Format", "Version"))
    for each in FORMATS:
        screen.line(f"Namespace of {each.name}:")
        screen.line(f"  {each.namespace}")


def _is_narrow(screen: Screen, *, below: int) -> bool:
    return screen.width is not None and screen.width < below


def _show_lists(*, as_json: bool) -> None:
    lists = code_lists()
    if as_json:
        print_json([_described(each) for each in lists])
        return
    screen = results()
    if _is_narrow(screen, below=WIDTH_FOR_PYTHON):
        for legacy in (False, True):
            rows = [
                (each.name, f"{len(each.codes):,}", _shortened(each.title))
                for each in lists
                if legacy == ("/" in each.name)
            ]
            screen.table(("List", "Codes", "What it is"), rows, numbers=("Codes",), whole=("List", "Codes"))
        return
    screen.table(
        ("List", "Codes", "In Python", "What it is"),
        [(each.name, f"{len(each.codes):,}", each.enum, each.title) for each in lists],
        numbers=("Codes",),
        whole=("List", "In Python"),
    )


def _shortened(title: str) -> str:
    """What a title begins with, without saying that a list is a list."""
    start = re.split(r"[;:,.] ", title)[0].removesuffix(".")
    start = re.sub(r"^(Code list of|List of) (the )?", "", start)
    return start[:1].upper() + start[1:]


def _show_codes(code_list: CodeList, word: str, *, as_json: bool) -> None:
    found = search(code_list, word)
    if as_json:
        print_json(_described(code_list) | {"codes": [attrs.asdict(code) for code in found]})
        return
    screen = results()
    # The authorities put many codes under one address, which would leave no room for their names.
    shared = found[0].value.rpartition("/")[0] if found and _is_narrow(screen, below=WIDTH_FOR_VALUES) else ""
    if not all(code.value.startswith(f"{shared}/") for code in found):
        shared = ""
    if found:
        rows = [(code.key, code.name, f"…{code.value[len(shared) :]}" if shared else code.value) for code in found]
        screen.table(("Key", "Name", "Value"), rows, whole=("Key", "Value"))
    if shared:
        screen.line(f"… stands for {shared}")
    if screen.terminal:
        messages().line(f"{counted(len(found), 'code')}; in Python: {code_list.enum}")


def _described(code_list: CodeList) -> dict[str, object]:
    """A code list without its codes, for JSON."""
    return {
        "name": code_list.name,
        "format": code_list.format,
        "title": code_list.title,
        "enum": code_list.enum,
        "count": len(code_list.codes),
    }
