"""Runs a command again and again and lets something happen at its first, second, … step, until no step is left.

A step is a line of the code that is watched. Run as a program of its own, which takes one job after another: it loads a
command once and gives each try a fork, which is a hundred times faster than a process started anew.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import hashlib
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import attrs

WRITING_CODE = ("io/target.py", "io/parts.py")
"""What brings bytes to their place."""

COMMAND_CODE = (*WRITING_CODE, "cli/conversion.py", "cli/app.py", "cli/failures.py", "migration/files.py")
"""What is busy while a command writes, and what ends it."""


@attrs.frozen(kw_only=True)
class Job:
    """What to try.

    Attributes:
        arguments: What the command is called with.
        watched: The ends of the names of the files whose lines are steps.
        changes_only: Whether only those lines are steps before which something changed in the folder ``out``. What is
            killed leaves the same behind at all lines between two changes.
        every: 1 tries each step, 2 every second one, and so on.
        actions: What happens at a step: the name of a signal, ``remove folder``, or ``rival``, which is a second
            command that runs from start to end. Several take turns; without any the command runs once.
        again_after: How many steps later the signal comes a second time, if it does.
        rival: What the second command is called with.
        user: Number of the user to run as; None stays the same one.
        output: Where standard output goes: a path, ``gone`` for a pipe that nobody reads, or ``closed``.
        input: ``closed``, where standard input is that.
        follow_up: Whether the command runs once more afterwards, undisturbed.
    """

    arguments: Sequence[str]
    watched: Sequence[str] = WRITING_CODE
    changes_only: bool = False
    every: int = 1
    actions: Sequence[str] = ()
    again_after: int | None = None
    rival: Sequence[str] = ()
    user: int | None = None
    output: str = os.devnull
    input: str = ""
    follow_up: bool = False


@attrs.frozen(kw_only=True)
class Try:
    """How a command ended to which something happened at one step.

    Attributes:
        action: What was to happen.
        step: The line at which it happened, or an empty text where the command has no such step.
        exit_code: Exit code, or the negative number of the signal that ended the process.
        said: What was printed on standard error.
        files: What is in the folder ``out``: names, and digests of the contents.
        rival_exit_code: Exit code of the second command, if there was one.
        exit_code_after: Exit code of the undisturbed run afterwards, if there was one.
        files_after: What is in ``out`` after that.
    """

    action: str
    step: str
    exit_code: int
    said: str
    files: Mapping[str, str]
    rival_exit_code: int | None = None
    exit_code_after: int | None = None
    files_after: Mapping[str, str] | None = None


def digest(data: bytes) -> str:
    """A short name for a content."""
    return hashlib.sha256(data).hexdigest()[:16]


def tries(folder: Path, job: Job) -> list[Try]:
    """Try a job at every step; called by the tests.

    Args:
        folder: Where the command runs. What it writes is in ``out``, which looks the same before each try.
        job: What to try.

    Returns:
        A try for each step, in the order of the steps; the last one, at which nothing happened any more, has none.
    """
    program = _program()
    assert program.stdin is not None
    assert program.stdout is not None
    print(json.dumps([str(folder), attrs.asdict(job)]), file=program.stdin, flush=True)
    answer = program.stdout.readline()
    if not answer:
        _program.cache_clear()
        raise RuntimeError("the program that takes the jobs ended; it has said why on standard error")
    return [Try(**content) for content in json.loads(answer)]


@functools.cache
def _program() -> subprocess.Popen[str]:
    """Takes the jobs of this process, and ends with it."""
    return subprocess.Popen([sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _all_tries(job: Job) -> Iterator[Try]:
    scratch = Path(tempfile.mkdtemp())
    shutil.copytree("out", scratch / "out")
    _warm_up(job)
    gc.freeze()  # forks then share the memory and start sooner
    actions = itertools.cycle(job.actions or [""])
    for number in itertools.count(1, job.every):
        _restore_files(scratch)
        done = _try(job, next(actions), number, scratch)
        yield done
        if not done.step:
            break
    _restore_files(scratch)
    shutil.rmtree(scratch)


def _restore_files(scratch: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree("out")
    shutil.copytree(scratch / "out", "out")


def _warm_up(job: Job) -> None:
    """Load all that the command needs, so that no fork has to."""
    from loms.cli.app import app

    with (
        open(os.devnull, "w", encoding="utf-8") as nowhere,  # noqa: PTH123 - as everybody writes it
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
        contextlib.suppress(Exception),  # where it fails, it fails again in the tries
    ):
        app.main(list(job.arguments), standalone_mode=False)


def _try(job: Job, action: str, number: int, scratch: Path) -> Try:
    messages = scratch / "messages"
    reached = scratch / "reached"
    rival = scratch / "rival"
    for path in (messages, reached, rival):
        path.write_text("")
    pid = os.fork()
    if pid == 0:
        _run(job, action, number, messages, reached, rival)
    exit_code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    done = Try(action=action, step=reached.read_text(), exit_code=exit_code, said=messages.read_text(), files=_files())
    if rival.read_text():
        done = attrs.evolve(done, rival_exit_code=int(rival.read_text()))
    if job.follow_up and done.step:
        pid = os.fork()
        if pid == 0:
            _run(job, "", 0, messages, reached, rival)
        exit_code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        done = attrs.evolve(done, exit_code_after=exit_code, files_after=_files())
    return done


def _files() -> dict[str, str]:
    return {path.name: digest(path.read_bytes()) for path in Path("out").iterdir()} if Path("out").is_dir() else {}


def _look_of_files() -> object:
    """What a change in the folder ``out`` changes."""
    looks = [(entry.name, entry.stat(follow_symlinks=False)) for entry in os.scandir("out")]
    return sorted((name, look.st_ino, look.st_mode, look.st_size) for name, look in looks)


def _run(job: Job, action: str, number: int, messages: Path, reached: Path, rival: Path) -> NoReturn:
    """Be the command, in a process that does nothing else."""
    os.dup2(os.open(messages, os.O_WRONLY), 2)
    _open_streams(job)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for each in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_DFL)
    trace = os.open(reached, os.O_WRONLY)
    if job.user is not None:
        os.setgroups([])
        os.setresgid(job.user, job.user, job.user)
        os.setresuid(job.user, job.user, job.user)

    def act(step: str) -> None:
        os.write(trace, step.encode())
        if action == "rival":
            rival.write_text(str(_exit_code_of_rival(job.rival)))
        elif action == "remove folder":
            shutil.rmtree("out")
        else:
            os.kill(os.getpid(), signal.Signals[action])

    if action:
        sys.settrace(_tracer(job, number, act))
    os._exit(_main(job.arguments))


def _open_streams(job: Job) -> None:
    """Leave standard input and output as the interpreter finds them, and sets them up, when it starts."""
    if job.input == "closed":
        os.close(0)
        sys.stdin = None
    if job.output == "closed":
        os.close(1)
        sys.stdout = None
        return
    if job.output == "gone":
        reader, writer = os.pipe()
        os.close(reader)
    else:
        writer = os.open(job.output, os.O_WRONLY)
    os.dup2(writer, 1)


def _main(arguments: Sequence[str]) -> int:
    from loms.__main__ import main

    sys.argv = ["loms", *arguments]
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    finally:
        sys.settrace(None)
    return 0


def _exit_code_of_rival(arguments: Sequence[str]) -> int:
    """Run the second command to its end."""
    pid = os.fork()
    if pid == 0:
        sys.settrace(None)
        os._exit(_main(arguments))
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _tracer(job: Job, number: int, act: Callable[[str], None]) -> Callable[[FrameType, str, Any], Any]:
    """Counts the lines of the watched files, and acts before the one with the given number runs."""
    watched = tuple(f"loms/{name}" for name in job.watched)
    moments = {number} if job.again_after is None else {number, number + job.again_after}
    count = 0
    before: object = None

    def on_line(frame: FrameType, event: str, _: object) -> object:
        nonlocal count, before
        now = _look_of_files() if job.changes_only else None
        if event == "line" and (now is None or now != before):
            before = now
            count += 1
            if count in moments:
                act(f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno} ")
        return on_line

    def on_call(frame: FrameType, _event: str, _: object) -> object:
        return on_line if frame.f_code.co_filename.endswith(watched) else None

    return on_call


def _work() -> None:
    """Take jobs from standard input; the commands see nothing of them."""
    jobs, answers = (os.fdopen(os.dup(each), mode, encoding="utf-8") for each, mode in ((0, "r"), (1, "w")))
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    for line in jobs:
        where, what = json.loads(line)
        os.chdir(where)
        print(json.dumps([attrs.asdict(each) for each in _all_tries(Job(**what))]), file=answers, flush=True)


if __name__ == "__main__":
    _work()
