"""Says of an id to which a record refers what is the same in both releases if the record behind it is."""

from __future__ import annotations

import functools

from loms.compare.store import NEW, OLD, ReleaseStore

__all__ = ["Renaming"]

_KEPT = 1 << 14


class Renaming:
    """The ids that changed between the releases.

    Args:
        store: The records of both, which have been put together.
    """

    def __init__(self, store: ReleaseStore) -> None:
        self._store = store
        self.old_name = functools.lru_cache(_KEPT)(functools.partial(self._name, OLD))
        """What stands for an id of the old release."""
        self.new_name = functools.lru_cache(_KEPT)(functools.partial(self._name, NEW))
        """What stands for an id of the new release."""

    def _name(self, release: int, key: str) -> str:
        return self._store.renamed_content(key, release) or key
