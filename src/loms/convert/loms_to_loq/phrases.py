"""The English phrases by which notes keep codes that LOMS does not have."""

from __future__ import annotations

from collections.abc import Mapping

from loms.convert.tables import read_table

__all__ = ["INFORMATION", "INSTRUCTION", "duration_phrases", "language_phrases", "study_phrases"]

INFORMATION = "Language of the information"
INSTRUCTION = "Language of instruction"


def language_phrases(about: str) -> Mapping[str, str]:
    """The legacy codes of languages by their phrases.

    Args:
        about: What is in that language, such as ``Language of instruction``.

    Examples:
        >>> language_phrases(INSTRUCTION)["Language of instruction: Basque [eu]"]
        'eu'
    """
    return {f"{about}: {row['name']} [{row['code']}]": row["code"] for row in read_table("language")}


def study_phrases() -> Mapping[str, str]:
    """The legacy codes of forms of study by their phrases."""
    return {row["value"]: row["code"] for row in read_table("study_type") if row["kind"] == "note"}


def duration_phrases() -> Mapping[str, str]:
    """The legacy codes of ranges of durations by their phrases."""
    return {row["note"]: row["code"] for row in read_table("duration_code") if row["note"]}
