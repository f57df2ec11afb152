"""The command line explains itself."""

import json
import re
import shlex

import click
import pytest

import loms
from loms.cli.app import app
from loms.cli.options import Command
from tests.support.running import Run

COMMANDS = sorted(app.commands)


def leaves_of(group: click.Group, *, prefix: str = "") -> dict[str, click.Command]:
    """The commands that do something, by what a user types, such as ``convert`` or ``index build``."""
    leaves: dict[str, click.Command] = {}
    for name, command in sorted(group.commands.items()):
        leaves |= leaves_of(command, prefix=f"{prefix}{name} ") if isinstance(command, click.Group) else {}
        leaves |= {} if isinstance(command, click.Group) else {f"{prefix}{name}": command}
    return leaves


LEAVES = leaves_of(app)


def examples_of(name: str) -> tuple[str, ...]:
    command = LEAVES[name]
    assert isinstance(command, Command)
    return command.examples


def test_there_are_these_commands() -> None:
    assert COMMANDS == [
        "codes",
        "convert",
        "diff",
        "formats",
        "index",
        "info",
        "link",
        "merge",
        "refs",
        "resolve",
        "rules",
        "sample",
        "sweep",
        "validate",
        "withdraw",
    ]


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_lists_every_command_with_its_summary(run: Run, option: str) -> None:
    shown = run(option).stdout
    assert [name for name in COMMANDS if f"  {name} " not in shown] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_the_summary_of_a_command_is_one_whole_line(run: Run, name: str) -> None:
    line = next(line for line in run("--help").stdout.splitlines() if line.startswith(f"  {name} "))
    assert line.endswith(".")
    assert not line.endswith("...")


@pytest.mark.parametrize("name", LEAVES)
def test_the_help_of_a_command_shows_an_example(run: Run, name: str) -> None:
    assert f"Examples:\n  loms {name}" in run(*name.split(), "-h").stdout


@pytest.mark.parametrize(("name", "example"), [(name, each) for name in LEAVES for each in examples_of(name)])
def test_an_example_is_a_call_that_makes_sense(name: str, example: str) -> None:
    call = re.split(r" [<>] ", example.partition("| ")[2] or example)[0]
    words, steps = shlex.split(call), ["loms", *name.split()]
    assert words[: len(steps)] == steps
    assert LEAVES[name].make_context(name, words[len(steps) :])


@pytest.mark.parametrize("name", LEAVES)
def test_every_option_is_explained(name: str) -> None:
    options = [each for each in LEAVES[name].params if isinstance(each, click.Option)]
    assert [each.name for each in options if not each.help] == []


def test_the_help_of_convert_says_what_is_needed_and_what_holds_without_it(run: Run) -> None:
    shown = " ".join(run("convert", "--help").stdout.split())
    assert "Needed to convert to loms-2019 and elm-loq." in shown
    assert "Without it the settings decide, which say yes." in shown
    assert "Without it all records that can be converted are written." in shown


def test_commands_that_convert_have_the_same_options_for_it(run: Run) -> None:
    names = ("--namespace", "--identifier-scheme", "--fallback-language", "--parse-texts", "--settings")
    assert [name for name in names for command in ("convert", "merge") if name not in run(command, "-h").stdout] == []
    of_convert, of_merge = (
        {
            each.name: (each.help, each.metavar)
            for each in app.commands[command].params
            if isinstance(each, click.Option)
        }
        for command in ("convert", "merge")
    )
    assert {of_convert[name] == of_merge[name] for name in ("namespace", "identifier_scheme", "settings_file")} == {
        True
    }


def test_the_help_says_what_a_dry_run_does_with_the_report_and_where_values_are_cut(run: Run) -> None:
    shown = " ".join(run("convert", "--help").stdout.split())
    assert "write nothing, no report either; --json prints that." in shown
    assert "Values longer than 80 characters are cut there." in shown


def test_an_identifier_scheme_need_not_be_a_uri(run: Run) -> None:
    assert "--identifier-scheme SCHEME " in run("convert", "--help").stdout


def test_version_is_that_of_the_package(run: Run) -> None:
    assert run("--version").stdout == f"loms, version {loms.__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        "frobnicate",
        "validate",
        "convert",
        "info",
        "info a b",
        "--nope",
        "codes --nope",
        "index",
        "refs",
        "link a.xml",
        "diff a.xml",
    ],
)
def test_a_wrong_call_exits_with_2(run: Run, arguments: str) -> None:
    done = run(*arguments.split())
    assert done.exit_code == 2
    assert done.stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [
        "frobnicate --json",
        "--json convert x.xml",
        "convert --json",
        "convert x.xml --nope --json",
        "convert x.xml --json --to nonsense",
        "info a b --json",
        "info --max-unpacked-size much x.xml --json",
        "validate --json",
        "codes a b c --json",
        "merge a.xml --json",
        "withdraw a.xml --ids x --kind y --json",
        "withdraw a.xml --json --ids",
        "sweep --json",
        "diff a.xml --json",
        "resolve --json",
        "resolve a.xml --qualifications --json",
        "refs --json",
        "link a.xml --json",
        "index build a.xml --json",
        "index info --json",
        "index make --json",
    ],
)
def test_for_programs_a_wrong_call_is_one_json_document(run: Run, arguments: str) -> None:
    done = run(*arguments.split())
    assert done.exit_code == 2
    document = json.loads(done.stdout)
    assert (document["ok"], document["issues"]) == (False, [])
    assert document["error"] in " ".join(done.stderr.split())


def test_what_stands_behind_two_dashes_is_no_option(run: Run) -> None:
    done = run("frobnicate", "--", "--json")
    assert (done.exit_code, done.stdout) == (2, "")


def test_help_is_help_also_for_programs(run: Run) -> None:
    assert run("convert", "--json", "--help").stdout.startswith("Usage: loms convert")
