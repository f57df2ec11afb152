"""The commands ``loms codes`` and ``loms formats``: what there is to choose from."""

from __future__ import annotations

import attrs
import click

from loms.cli.options import Command, json_option
from loms.cli.terminal import counted, messages, print_json, results
from loms.codes import CodeList, code_lists, find_list, search
from loms.formats import FORMATS

__all__ = ["codes", "formats"]

NOTHING_FOUND = 1


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
    results().table(
        ("Format", "Version", "Title", "Namespace"),
        [(each.name, each.version, each.title, each.namespace) for each in FORMATS],
        whole=("Format",),
    )


def _show_lists(*, as_json: bool) -> None:
    lists = code_lists()
    if as_json:
        print_json([_described(each) for each in lists])
        return
    results().table(
        ("List", "Codes", "In Python", "What it is"),
        [(each.name, f"{len(each.codes):,}", each.enum, each.title) for each in lists],
        numbers=("Codes",),
        whole=("List",),
    )


def _show_codes(code_list: CodeList, word: str, *, as_json: bool) -> None:
    found = search(code_list, word)
    if as_json:
        print_json(_described(code_list) | {"codes": [attrs.asdict(code) for code in found]})
        return
    if found:
        rows = [(code.key, code.name, code.value) for code in found]
        results().table(("Key", "Name", "Value"), rows, whole=("Key", "Value"))
    if results().terminal:
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
