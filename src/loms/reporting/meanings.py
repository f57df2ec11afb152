"""What the codes of issues mean and what to do about them, whatever the values; the words are those of the docs."""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from importlib.resources import files

import attrs

from loms.validate.catalogue import all_rules

__all__ = ["Meaning", "meaning_of"]


@attrs.frozen(kw_only=True)
class Meaning:
    """What a code stands for.

    Attributes:
        sentence: What is wrong, whatever the values; of a rule what it demands.
        remedy: What to do about it.
        why: Why a rule demands it; empty for what the schema says.
    """

    sentence: str
    remedy: str
    why: str = ""


def meaning_of(code: str) -> Meaning | None:
    """What a code of an issue stands for.

    Args:
        code: The code.

    Returns:
        Its meaning, or None where it is not known here.

    Examples:
        >>> meaning_of("XSD-DUPLICATE-ID").sentence
        'Two records have the same id.'
        >>> meaning_of("LOMS-DATE-ORDER").sentence
        'Something ends no earlier than it starts.'
    """
    return _table().get(code) or _rules().get(code)


@functools.cache
def _table() -> Mapping[str, Meaning]:
    text = files("loms.reporting").joinpath("meanings.csv").read_text("utf-8")
    return {
        row["code"]: Meaning(sentence=row["meaning"], remedy=row["remedy"]) for row in csv.DictReader(text.splitlines())
    }


@functools.cache
def _rules() -> Mapping[str, Meaning]:
    return {rule.code: Meaning(sentence=rule.says, remedy=rule.remedy, why=rule.why) for rule in all_rules()}
