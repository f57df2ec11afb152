"""The command line explains itself."""

import re
import shlex

import click
import pytest

import loms
from loms.cli.app import app
from loms.cli.options import Command
from tests.support.running import Run

COMMANDS = sorted(app.commands)


def examples_of(name: str) -> tuple[str, ...]:
    command = app.commands[name]
    assert isinstance(command, Command)
    return command.examples


def test_there_are_these_commands() -> None:
    assert COMMANDS == ["codes", "convert", "formats", "info", "merge", "sample", "sweep", "validate", "withdraw"]


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_lists_every_command_with_its_summary(run: Run, option: str) -> None:
    shown = run(option).stdout
    assert [name for name in COMMANDS if f"  {name} " not in shown] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_the_summary_of_a_command_is_one_whole_line(run: Run, name: str) -> None:
    line = next(line for line in run("--help").stdout.splitlines() if line.startswith(f"  {name} "))
    assert line.endswith(".")
    assert not line.endswith("...")


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_shows_an_example(run: Run, name: str) -> None:
    assert f"Examples:\n  loms {name}" in run(name, "-h").stdout


@pytest.mark.parametrize("example", [each for name in COMMANDS for each in examples_of(name)])
def test_an_example_is_a_call_that_makes_sense(example: str) -> None:
    call = re.split(r" [<>] ", example.partition("| ")[2] or example)[0]
    program, name, *arguments = shlex.split(call)
    assert program == "loms"
    assert app.commands[name].make_context(name, arguments)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_explained(name: str) -> None:
    options = [each for each in app.commands[name].params if isinstance(each, click.Option)]
    assert [each.name for each in options if not each.help] == []


def test_the_help_of_convert_says_what_is_needed_and_what_holds_without_it(run: Run) -> None:
    shown = " ".join(run("convert", "--help").stdout.split())
    assert "Needed for --to loms-2019." in shown
    assert "Without it the settings decide, which say yes." in shown
    assert "Without it all records that can be converted are written." in shown


def test_version_is_that_of_the_package(run: Run) -> None:
    assert run("--version").stdout == f"loms, version {loms.__version__}\n"


@pytest.mark.parametrize(
    "arguments", ["frobnicate", "validate", "convert", "info", "info a b", "--nope", "codes --nope"]
)
def test_a_wrong_call_exits_with_2(run: Run, arguments: str) -> None:
    done = run(*arguments.split())
    assert done.exit_code == 2
    assert done.stdout == ""
