"""What commands say about the file of ``--report``."""

from __future__ import annotations

__all__ = ["not_written", "where_all_is_listed"]


def not_written(report: str, *, as_json: bool) -> str:
    """What to say of the report of a dry run.

    Args:
        report: Path of the file that it was to go to.
        as_json: Whether the report is printed.

    Examples:
        >>> not_written("r.json", as_json=False)
        'The report r.json was not written either (dry run); --json prints it.'
    """
    where = "it is in what was printed" if as_json else "--json prints it"
    return f"The report {report} was not written either (dry run); {where}."


def where_all_is_listed(*, report: str | None, dry_run: bool, as_json: bool, what: str) -> str:
    """A sentence on where to look, to follow another one; empty where the caller looks at it already.

    Args:
        report: Path of the file for the report, or None.
        dry_run: Whether nothing is written.
        as_json: Whether the report is printed.
        what: What it lists, such as ``value``.

    Examples:
        >>> where_all_is_listed(report=None, dry_run=False, as_json=False, what="value")
        ' --report R.json lists every value.'
        >>> where_all_is_listed(report="r.json", dry_run=False, as_json=False, what="record")
        ' r.json lists every record.'
    """
    if as_json:
        return ""
    if dry_run:
        return f" --json lists every {what}."
    return f" {report or '--report R.json'} lists every {what}."
