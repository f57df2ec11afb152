"""Says of records whose ids changed what is the same in both releases."""

from __future__ import annotations

import functools

from loms.compare.entries import Match
from loms.compare.store import NEW, OLD, KeptRecord, ReleaseStore

__all__ = ["Renaming"]

_KEPT = 1 << 14
_PARTNERS = "SELECT max(row, partner) FROM record WHERE key = ? AND release = ? AND ordinal = 1 AND match <> 'id'"
"""Which is the new one of the two: it has the higher number."""
_CONTENT = "SELECT 'renamed ' || kind || ' ' || hex(content) FROM feature JOIN record USING (row) WHERE row = ?"
_SAME = "SELECT new.label, old.ordered = new.ordered FROM feature old, feature new WHERE old.row = ? AND new.row = ?"


class Renaming:
    """The ids that changed between the releases.

    Args:
        store: The records of both, which have been put together by `match_renamed`, or all of them by their ids.
    """

    def __init__(self, store: ReleaseStore) -> None:
        self._ask = store.database.ask
        self.old_name = functools.lru_cache(_KEPT)(functools.partial(self._name, OLD))
        """What stands for an id of the old release, in whatever refers to it."""
        self.new_name = functools.lru_cache(_KEPT)(functools.partial(self._name, NEW))
        """What stands for an id of the new release."""

    def label_of_same(self, old: KeptRecord, new: KeptRecord) -> tuple[bool, str | None]:
        """Whether two records are known to say the same in the same order, and then the name of them.

        Args:
            old: The old record.
            new: The new one.
        """
        if new.match != Match.CONTENT:
            return False, None
        label, is_same = self._ask(_SAME, (old.row, new.row)).fetchone()
        return bool(is_same), label

    def _name(self, release: int, key: str) -> str:
        new = self._ask(_PARTNERS, (key, release)).fetchone()
        if new is None:
            return key
        # Records of the same content are not told apart: which of them was meant was a guess.
        found: tuple[str] = self._ask(_CONTENT, new).fetchone()
        return found[0]
