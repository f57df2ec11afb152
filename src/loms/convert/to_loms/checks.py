"""Languages that may be wrong: they are converted as they stand, but should be looked at."""

from __future__ import annotations

from collections.abc import Sequence

from loms.convert.leaves import Leaf
from loms.convert.to_loms.draft import LomsDraft

__all__ = ["check_languages"]

_COMPARED = ("Title", "Description")


def check_languages(draft: LomsDraft) -> None:
    """Warn of texts that say no language in a record that is not in English, and of English that may be none.

    Args:
        draft: The records to write to.
    """
    information = draft.view.one("InformationLanguage")
    if information is not None and information.value != "en":
        _warn_of_untagged(draft, information.value)
    for name in _COMPARED:
        _compare(draft, draft.view.all(name))


def _warn_of_untagged(draft: LomsDraft, language: str) -> None:
    untagged = [leaf for leaf in _texts(draft) if leaf.language is None and leaf.value.strip()]
    if untagged:
        draft.warn(
            "CONVERT-LANGUAGE-ABSENT",
            f"Texts without a language count as English, and the record, which says that it is in {language}, "
            f"has {len(untagged)} of them; they were written as English.",
            path=untagged[0].path,
            remedy="Give every text its attribute language.",
        )


def _texts(draft: LomsDraft) -> list[Leaf]:
    """The texts that can say a language."""
    fields = draft.ledger.rules.of_kinds("label", "text")
    return [leaf for leaf in draft.view.leaves if leaf.field in fields]


def _compare(draft: LomsDraft, leaves: Sequence[Leaf]) -> None:
    english = next((leaf for leaf in leaves if leaf.language in (None, "en")), None)
    if english is None or not english.value.strip():
        return
    same = next((leaf for leaf in leaves if leaf is not english and leaf.value == english.value), None)
    if same is not None:
        draft.warn(
            "CONVERT-LANGUAGE-SAME-TEXT",
            f"{english.name} is the same in English and in {same.language}; it was written as both.",
            path=english.path,
            remedy="Check in which language it is.",
        )
