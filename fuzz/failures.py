"""What a target has against an input, so that failures of one cause can be told from those of another."""

from __future__ import annotations

import traceback
from pathlib import Path

import attrs

from fuzz.promises import BrokenPromiseError
from fuzz.targets import Target

__all__ = ["Failure", "fails_alike", "failure_of"]

_OURS = ("fuzz", "loms")


@attrs.frozen
class Failure:
    """What went wrong.

    Attributes:
        cause: The same for all failures that seem to have one cause.
        report: The traceback.
    """

    cause: str
    report: str


def failure_of(target: Target, data: bytes) -> Failure | None:
    """Try an input.

    Args:
        target: What to try it on.
        data: Any bytes.

    Returns:
        What went wrong, or None when every promise was kept.

    Examples:
        >>> from fuzz.targets import TARGETS
        >>> [failure_of(target, b"<a/>") for target in TARGETS[:2]]
        [None, None]
    """
    try:
        target(data)
    except Exception as error:
        return Failure(f"{target.name}: {_cause(error)}", traceback.format_exc())
    return None


def fails_alike(target: Target, failure: Failure, data: bytes) -> bool:
    """Whether an input fails for the cause for which another one failed.

    Args:
        target: What to try it on.
        failure: What the other one led to.
        data: Any bytes.
    """
    found = failure_of(target, data)
    return found is not None and found.cause == failure.cause


def _cause(error: Exception) -> str:
    """Kind and place of an error; of a broken promise, which one."""
    if isinstance(error, BrokenPromiseError):
        return str(error.args[0])
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_ours(frame.filename)]
    place = f"{Path(frames[-1].filename).name}, {frames[-1].name}" if frames else "nowhere"
    return f"{type(error).__name__} in {place}"


def _is_ours(filename: str) -> bool:
    return any(part in _OURS for part in Path(filename).parent.parts)
