"""Gives records other ids: makes new ones beside those that are taken, and rewrites the references to them."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Container, Mapping
from typing import TypeVar

from loms.model import GradingScheme
from loms.releases.links import references
from loms.releases.records import shown_id
from loms.xml_values import comparable

__all__ = ["beside", "named_after", "rewritten"]

T = TypeVar("T")

_ATTRIBUTES = frozenset({"idref", "target_framework_id"})
# What is added to a port would make it none.
_NOTHING_BUT_A_HOST = re.compile(r"(?:[^:/?#]+:)?//[^/?#]*")


def beside(key: str, taken: Container[str]) -> str:
    """A new id for a record whose id another record has: the same with ``~2``, ``~3`` and so on behind it.

    Args:
        key: The id as ids are compared.
        taken: The ids that others have, as they are compared.

    Returns:
        The first that is free. It is a URI where the id was one.

    Examples:
        >>> beside("https://data.example.org/organization/1", {"https://data.example.org/organization/1~2"})
        'https://data.example.org/organization/1~3'
        >>> beside("https://data.example.org:80", set())
        'https://data.example.org:80/~2'
    """
    base = _base(key)
    return shown_id(next(each for number in itertools.count(2) if (each := f"{base}~{number}") not in taken))


def named_after(key: str, name: str, taken: Container[str]) -> str:
    """An id for a record that another one gets: the id of that with ``~`` and a name behind it.

    Args:
        key: The id of the other as ids are compared.
        name: The name, of letters only.
        taken: The ids that others have, as they are compared.

    Examples:
        >>> named_after("https://data.example.org/specification/1", "activity", set())
        'https://data.example.org/specification/1~activity'
    """
    found = f"{_base(key)}~{name}"
    return beside(found, taken) if found in taken else shown_id(found)


def _base(key: str) -> str:
    is_host = shown_id(key) == key and _NOTHING_BUT_A_HOST.fullmatch(key)
    return f"{key}/" if is_host else key


def rewritten(record: T, ids: Mapping[str, str]) -> T:
    """A record that refers to others by their new ids.

    A framework that is a code of a list stays as it is.

    Args:
        record: A record, which is not changed.
        ids: The new ids, by the old ones as ids are compared.

    Returns:
        The same object where it refers to none of them, otherwise another.

    Examples:
        >>> from loms.model import IdReference, LearningActivitySpecification
        >>> activity = LearningActivitySpecification(id="urn:example:1", teaches=[IdReference(idref="urn:example:2")])
        >>> rewritten(activity, {"urn:example:2": "urn:example:3"}).teaches
        [IdReference(idref='urn:example:3')]
        >>> rewritten(activity, {}) is activity
        True
    """
    if not ids or all(reference.target not in ids for reference in references(record)):
        return record
    return _rewritten(record, ids)


def _rewritten(owner: T, ids: Mapping[str, str]) -> T:
    if isinstance(owner, list):
        changed = [_rewritten(each, ids) for each in owner]
        return owner if all(new is old for new, old in zip(changed, owner, strict=True)) else changed  # type: ignore[return-value]
    if not dataclasses.is_dataclass(owner) or isinstance(owner, type):
        return owner
    values: dict[str, object] = {}
    for each in dataclasses.fields(owner):
        old: object = getattr(owner, each.name)
        if each.name in _ATTRIBUTES:
            is_text = isinstance(owner, GradingScheme)
            new = ids.get(comparable(old, is_uri=not is_text), old) if isinstance(old, str) else old
        else:
            new = _rewritten(old, ids)
        if new is not old:
            values[each.name] = new
    return dataclasses.replace(owner, **values) if values else owner
