"""How numbers are said in messages, wherever they are written."""

from __future__ import annotations

__all__ = ["counted"]


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun.

    Args:
        number: How many.
        noun: Of what, for one.
        plural: Of what, for more; by default with an ``s``.

    Examples:
        >>> counted(1, "error"), counted(1204, "record")
        ('1 error', '1,204 records')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
