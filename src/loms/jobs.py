"""The number of processes that a caller lets share the work."""

from __future__ import annotations

from loms.errors import UsageError

__all__ = ["checked_jobs"]


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
    if not isinstance(jobs, int) or isinstance(jobs, bool) or jobs < 1:
        raise UsageError(f"jobs is a number of processes, 1 or more, not {jobs!r}.")
    return jobs
