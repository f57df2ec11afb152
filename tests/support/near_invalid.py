"""What loms says of a near-invalid document."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from hypothesis import given

import loms
from loms.errors import InvalidDataError
from loms.strategies import NearInvalid, near_invalid

__all__ = ["holds_for_all", "refused_with", "reported"]


def holds_for_all(check: Callable[[NearInvalid], None], name: str, **options: object) -> None:
    """Check drawn near-invalid documents of a format."""
    given(near_invalid(name, **options))(check)()  # type: ignore[arg-type]


def reported(document: NearInvalid) -> list[tuple[str, str | None]]:
    """Code and place of each issue that validating reports."""
    report = loms.validate(io.BytesIO(document.data), profile="schema")
    return [(issue.code, issue.path) for issue in report.issues]


def refused_with(document: NearInvalid) -> list[tuple[str, str | None]]:
    """Code and place of each issue for which reading refuses the document."""
    with pytest.raises(InvalidDataError) as refusal:
        loms.loads(document.data)
    return [(issue.code, issue.path) for issue in refusal.value.issues]
