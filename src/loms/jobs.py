"""The number of processes that a caller lets share the work."""

from __future__ import annotations

from loms.errors import UsageError

__all__ = ["MOST_JOBS", "checked_jobs"]

MOST_JOBS = 61
"""Windows cannot wait for more processes, and no file has work for as many."""


def checked_jobs(jobs: object) -> int:
    """The number of processes, if it is one.

    Args:
        jobs: What the caller gave.

    Raises:
        UsageError: It is none.

    Examples:
        >>> checked_jobs(2)
        2
    """
    if not isinstance(jobs, int) or isinstance(jobs, bool) or not 1 <= jobs <= MOST_JOBS:
        raise UsageError(f"jobs is a number of processes from 1 to {MOST_JOBS}, not {jobs!r}.")
    return jobs
