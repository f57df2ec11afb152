"""What to say of files that are not looked into, because they lie in a folder and have other names than ours."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from loms.errors import Issue, Severity
from loms.resolve.sources import SUFFIXES

__all__ = ["names_passed_over"]

_MOST_SHOWN = 5


def names_passed_over(folder: str, paths: Sequence[str], *, code: str, kept: str | None = None) -> Issue | None:
    """What to say of files that were not looked into, because of their names.

    Args:
        folder: The folder in which they are.
        paths: Their paths.
        code: Code of the issue.
        kept: Path of a file of which nothing is to be said, such as the index that is made; None where there is none.

    Returns:
        How many there are, and some of them; None where there is none but that file.

    Examples:
        >>> print(names_passed_over("data", ["data/q.xml.bak"], code="INDEX-PASSED-OVER").message)
        1 file of the folder was passed over, because of names that do not end in .xml or .xml.gz: q.xml.bak.
    """
    own = None if kept is None else os.path.realpath(kept)
    others = [each for each in paths if os.path.realpath(each) != own]
    if not others:
        return None
    shown = ", ".join(str(Path(each).relative_to(folder)) for each in others[:_MOST_SHOWN])
    more = f" and {len(others) - _MOST_SHOWN:,} more" if len(others) > _MOST_SHOWN else ""
    number = "1 file of the folder was" if len(others) == 1 else f"{len(others):,} files of the folder were"
    return Issue(
        code=code,
        severity=Severity.INFO,
        message=f"{number} passed over, because of names that do not end in {' or '.join(SUFFIXES)}: {shown}{more}.",
        remedy="Name a file itself to have it read.",
        source=folder,
    )
