"""Knows whose record a record is, for any number of records in little memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import overload

import attrs

from loms.io.columns import Column
from loms.io.many_texts import ManyTexts
from loms.reporting.record_ids import RecordIds
from loms.text_numbers import TextNumbers

__all__ = ["Provider", "ProviderColumn", "Providers"]

_NOBODY = 0
_SEVERAL = 1
_FIRST = 2


@attrs.frozen(kw_only=True)
class Provider:
    """Who offers opportunities.

    Attributes:
        id: Id of its record; in legacy formats, where it has none, its name.
        name: Its name, or the id where the file does not tell it.
    """

    id: str
    name: str


class Providers:
    """Which provider each record belongs to.

    An opportunity belongs to its first provider; what it leads to, such as its specification and the outcomes of that,
    to the same provider as long as nobody else leads there, too; a provider to itself.

    Args:
        ids: The ids of the records and providers.

    Examples:
        >>> ids = RecordIds([])
        >>> providers = Providers(ids)
        >>> course, specification, school, academy = map(ids.number, ["urn:1", "urn:2", "urn:3", "urn:4"])
        >>> providers.belongs(course, school)
        >>> providers.belongs(specification, school)
        >>> providers.belongs(specification, academy)
        >>> providers.set_name(school, "Bakery school")
        >>> providers.owner(course) == school, providers.owner(specification), providers.provider(school).name
        (True, None, 'Bakery school')
    """

    def __init__(self, ids: RecordIds) -> None:
        self._ids = ids
        # By the number of the record: nobody, several, or the number of the provider and 2 more.
        self._owners = Column("I")
        # By the same: the number of its name and 1 more, or 0; and whether it is a provider.
        self._named = Column("I")
        self._is_known = bytearray()
        self._names = ManyTexts()

    def __len__(self) -> int:
        """How many providers there are."""
        return self._is_known.count(1)

    def add(self, provider: int) -> None:
        """Note that there is a provider.

        Args:
            provider: Number of its id.
        """
        if (missing := provider + 1 - len(self._is_known)) > 0:
            self._is_known.extend(bytes(missing))
        self._is_known[provider] = 1

    def belongs(self, record: int, provider: int) -> None:
        """Note that a record belongs to a provider.

        Args:
            record: Number of the id of the record.
            provider: Number of the id of the provider.
        """
        self.add(provider)
        self._set_owner(record, provider + _FIRST)

    def pass_on(self, record: int, target: int) -> None:
        """Note that a record leads to another, which then is of the same provider.

        Args:
            record: Number of the id of the record.
            target: Number of the id of the other.
        """
        owner = self._owner(record)
        if owner != _NOBODY:
            self._set_owner(target, owner)

    def set_name(self, provider: int, name: str) -> None:
        """Note the name of a provider, or of what may turn out to be one. The first one counts.

        Args:
            provider: Number of its id.
            name: The name.
        """
        self._named.reach(provider + 1)
        if not self._named[provider]:
            self._named[provider] = self._names.add(name) + 1

    def owner(self, record: int) -> int | None:
        """The number of the provider of a record; None where it belongs to nobody, or to several.

        Args:
            record: Number of the id of the record.
        """
        if record < len(self._is_known) and self._is_known[record]:
            return record
        owner = self._owner(record)
        return None if owner < _FIRST else owner - _FIRST

    def provider(self, number: int) -> Provider:
        """The provider of a number."""
        id = self._ids.text(number)
        name = self._named[number] if number < len(self._named) else 0
        return Provider(id=id, name=self._names[name - 1] if name else id)

    def _owner(self, record: int) -> int:
        return self._owners[record] if record < len(self._owners) else _NOBODY

    def _set_owner(self, record: int, owner: int) -> None:
        self._owners.reach(record + 1)
        known = self._owners[record]
        if known != owner:
            self._owners[record] = owner if known == _NOBODY else _SEVERAL


class ProviderColumn(Sequence[Provider | None]):
    """Providers in little memory, each made when it is asked for.

    Args:
        providers: The providers; None is nobody.

    Examples:
        >>> column = ProviderColumn([None, Provider(id="urn:3", name="Bakery school")])
        >>> column[0], column[1].name, len(column)
        (None, 'Bakery school', 2)
    """

    def __init__(self, providers: Iterable[Provider | None]) -> None:
        self._texts = TextNumbers()
        # The number of the id and one more, or 0; and that of the name.
        self._ids, self._names = array("I"), array("I")
        for each in providers:
            self._ids.append(0 if each is None else self._texts.add(each.id) + 1)
            self._names.append(0 if each is None else self._texts.add(each.name))

    def __len__(self) -> int:
        """How many there are."""
        return len(self._ids)

    @overload
    def __getitem__(self, at: int) -> Provider | None: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Provider | None]: ...
    def __getitem__(self, at: int | slice) -> Provider | Sequence[Provider | None] | None:
        """The provider at a place, or those from one place to another."""
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        id = self._ids[at]
        return Provider(id=self._texts[id - 1], name=self._texts[self._names[at]]) if id else None
