"""Qualifications that are published in other datasets, as far as they are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

import attrs

from loms.errors import UsageError

__all__ = ["KnownQualifications", "QualificationIdentity", "known_qualifications"]


def _check_text(_: object, field: attrs.Attribute[str], value: object) -> None:
    if value is None and field.name == "scheme_id":
        return
    if not isinstance(value, str) or not value.strip():
        raise UsageError(f"The {field.name} of a known qualification is {value!r}. Give the one of its dataset.")


@attrs.frozen(kw_only=True)
class QualificationIdentity:
    """What a reference to a qualification of another dataset must repeat.

    Attributes:
        identifier: Value of its identifier.
        scheme_id: Scheme of the identifier; None where it has none.
        id: Its ``@id`` in that dataset, where it is known.

    Raises:
        UsageError: The identifier is empty or no text.
    """

    identifier: str = attrs.field(validator=_check_text)
    scheme_id: str | None = attrs.field(default=None, validator=_check_text)
    id: str | None = None


@runtime_checkable
class KnownQualifications(Protocol):
    """Finds qualifications of other datasets."""

    def find(self, address: str) -> Sequence[QualificationIdentity]:
        """The qualifications whose page has this address; several where it is not unique.

        Args:
            address: A web address, as the source has it.
        """


@attrs.frozen
class _Mapped:
    """Known qualifications that stand in a mapping."""

    by_address: Mapping[str, tuple[QualificationIdentity, ...]]

    def find(self, address: str) -> Sequence[QualificationIdentity]:
        return self.by_address.get(address, ())


def known_qualifications(
    given: KnownQualifications | Mapping[str, QualificationIdentity | Sequence[QualificationIdentity]],
) -> KnownQualifications:
    """What was given as known qualifications, as something that finds them.

    Args:
        given: An object that finds them, or a mapping from addresses to one or several.

    Raises:
        UsageError: It is neither.

    Examples:
        >>> known = known_qualifications({"https://a.example/q": QualificationIdentity(identifier="Q-1")})
        >>> [each.identifier for each in known.find("https://a.example/q")]
        ['Q-1']
    """
    if isinstance(given, Mapping):
        return _Mapped({_address(address): _identities(address, found) for address, found in given.items()})
    if isinstance(given, KnownQualifications):
        return given
    raise UsageError(
        f"known_qualifications is {given!r}. Give a mapping of addresses to QualificationIdentity, or an object that "
        "finds them."
    )


def _address(address: object) -> str:
    if not isinstance(address, str):
        raise UsageError(f"known_qualifications has the address {address!r}, which is no text.")
    return address


def _identities(address: str, found: object) -> tuple[QualificationIdentity, ...]:
    several = (found,) if isinstance(found, QualificationIdentity) else found
    if not isinstance(several, Sequence) or not all(isinstance(each, QualificationIdentity) for each in several):
        raise UsageError(f"known_qualifications has {found!r} for {address}. Give a QualificationIdentity.")
    return tuple(several)
