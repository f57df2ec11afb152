"""What people see when something fails: one clear line each, an exit code, and a traceback only on demand."""

from __future__ import annotations

import contextlib
import sys
import traceback
from collections.abc import Iterable, Iterator

import click

from loms.cli.streams import OutputError, give_up_output
from loms.cli.terminal import messages, print_json, printable
from loms.errors import InvalidDataError, Issue, LomsError, Severity, UsageError

__all__ = ["JSON", "exit_codes", "issue_line", "print_error", "print_issues", "report_fault", "wrong_call"]

DEBUG = "loms.debug"
"""Where the context of click keeps whether tracebacks are asked for."""
JSON = "loms.json"
"""Where the context of click keeps whether the result is to be JSON."""

CALL_FAILED = 2
INTERRUPTED = 130
PIPE_CLOSED = 141  # what a shell reports for a program that the signal SIGPIPE ends


def issue_line(issue: Issue, source: str | None = None) -> str:
    """One issue on one line, in the form that editors know: ``FILE:LINE: error: message [CODE]``.

    Args:
        issue: The issue.
        source: Name of the file where the issue does not say it.
    """
    return f"{_place(issue, source)}{issue.severity}: {_message(issue)}"


def print_issues(issues: Iterable[Issue], source: str | None = None) -> None:
    """Say what is wrong with data, on standard error."""
    for issue in issues:
        style = "red" if issue.severity is Severity.ERROR else "yellow"
        messages().line(f"loms: {issue.severity}: {_place(issue, source)}{_message(issue)}", style=style)


def print_error(error: LomsError) -> None:
    """Say what an error says: each of its issues, then its own message unless that only repeats the one issue."""
    print_issues(error.issues)
    if len(error.issues) != 1 or error.issues[0].message not in str(error):
        messages().line(f"loms: error: {error}", style="bold red")


def wrong_call(error: InvalidDataError) -> UsageError:
    """The same as an error of the call, for a file that is not what an option wants.

    Args:
        error: What is wrong with that file.
    """
    return UsageError(" ".join(f"{_place(issue, None)}{_message(issue)}" for issue in error.issues) or str(error))


@contextlib.contextmanager
def exit_codes(context: click.Context) -> Iterator[None]:
    """Turn whatever happens in a command into lines on standard error and an exit code.

    Args:
        context: The context of the command.

    Raises:
        click.exceptions.Exit: Always when something failed.
    """
    try:
        yield
        sys.stdout.flush()
    except click.ClickException as error:  # a wrong call, of which click itself tells people
        _tell_programs(context, error.format_message())
        raise
    except (click.exceptions.Exit, click.Abort):
        raise
    except (Exception, KeyboardInterrupt) as error:
        code = _explained(context, error)
    else:
        return
    raise click.exceptions.Exit(code)


def _explained(context: click.Context, error: Exception | KeyboardInterrupt) -> int:
    """Say what went wrong, to people and, where they asked for it, to programs.

    Returns:
        The exit code.
    """
    if isinstance(error, KeyboardInterrupt):
        messages().line("loms: stopped.")
        return INTERRUPTED
    if isinstance(error, MemoryError):
        return _failed(context, "there is not enough memory for this.")
    if not (isinstance(error, OutputError) and error.unread):
        _show_traceback(context)
    if isinstance(error, LomsError):
        print_error(error)
        _tell_programs(context, str(error), error.issues)
        return error.exit_code
    if isinstance(error, OutputError):
        return report_fault(error)
    if isinstance(error, OSError):
        return _failed(context, _said_by_system(error))
    return _failed(
        context,
        f"{type(error).__name__}: {error}; please report it; "
        f"run it again as `loms --debug {context.invoked_subcommand or ''} …` for details.",
        kind="internal error",
    )


def _failed(context: click.Context, said: str, *, kind: str = "error") -> int:
    """Say what is no fault of the data.

    Returns:
        The exit code.
    """
    messages().line(f"loms: {kind}: {said}", style="bold red")
    _tell_programs(context, said)
    return CALL_FAILED


def _tell_programs(context: click.Context, said: str, issues: tuple[Issue, ...] = ()) -> None:
    """Print what went wrong as JSON, where the caller asked for JSON."""
    if context.meta.get(JSON):
        print_json({"ok": False, "error": said, "issues": [dict(issue.as_dict()) for issue in issues]})


def report_fault(error: OSError) -> int:
    """Say what the system refused; a reader of standard output that went away is no fault and goes without saying.

    Args:
        error: What the system says.

    Returns:
        The exit code.
    """
    if isinstance(error, OutputError):
        give_up_output()
        if error.unread:
            return PIPE_CLOSED
    messages().line(f"loms: error: {_said_by_system(error)}", style="bold red")
    return CALL_FAILED


def _said_by_system(error: OSError) -> str:
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{error.strerror or error}."


def _place(issue: Issue, source: str | None) -> str:
    name = issue.source or source
    places = [name] if name else []
    places += [str(issue.line)] if issue.line is not None else []
    return "".join(f"{place}:" for place in places) + (" " if places else "")


def _message(issue: Issue) -> str:
    remedy = f" {issue.remedy}" if issue.remedy else ""
    record = f" (record {issue.record})" if issue.record else ""
    return f"{issue.message}{remedy}{record} [{issue.code}]"


def _show_traceback(context: click.Context) -> None:
    if context.meta.get(DEBUG):
        for line in traceback.format_exc().splitlines():
            sys.stderr.write(f"{printable(line)}\n")
