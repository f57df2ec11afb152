"""Qualifications that are published in other datasets, as far as they are known."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

import attrs

from loms.convert.identifiers import is_web_address, quoted_address
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

    Raises:
        UsageError: The identifier is empty or no text.
    """

    identifier: str = attrs.field(validator=_check_text)
    scheme_id: str | None = attrs.field(default=None, validator=_check_text)


@runtime_checkable
class KnownQualifications(Protocol):
    """Finds qualifications of other datasets.

    An object of your own decides itself which addresses are the same. A mapping takes two for the same that differ
    only in the case of scheme and host, in a slash at the end, or in whether characters that a URI cannot hold are
    percent-encoded.
    """

    def find(self, address: str) -> Sequence[QualificationIdentity]:
        """The qualifications whose page has this address; several where it is not unique.

        Args:
            address: A web address: as the source has it, and in a second call with everything percent-encoded that a
                URI cannot hold.
        """


@attrs.frozen
class _Mapped:
    """Known qualifications that stand in a mapping."""

    by_address: Mapping[str, tuple[QualificationIdentity, ...]]

    def find(self, address: str) -> Sequence[QualificationIdentity]:
        return self.by_address.get(_usual(address), ())


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
        >>> [each.identifier for each in known.find("HTTPS://A.example/q/")]
        ['Q-1']
    """
    if isinstance(given, Mapping):
        by_address: dict[str, tuple[QualificationIdentity, ...]] = {}
        for address, found in given.items():
            usual = _usual(_address(address))
            by_address[usual] = (*by_address.get(usual, ()), *_identities(address, found))
        return _Mapped(by_address)
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


def _usual(address: str) -> str:
    """An address as all those are written that lead to the same page."""
    if not is_web_address(address):
        return address.strip()
    scheme, _, rest = quoted_address(address).partition("://")
    host = re.split("[/?#]", rest, maxsplit=1)[0]
    return f"{scheme.lower()}://{host.lower()}{rest[len(host) :]}".removesuffix("/")


def _identities(address: str, found: object) -> tuple[QualificationIdentity, ...]:
    several = (found,) if isinstance(found, QualificationIdentity) else found
    if not isinstance(several, Sequence) or not all(isinstance(each, QualificationIdentity) for each in several):
        raise UsageError(f"known_qualifications has {found!r} for {address}. Give a QualificationIdentity.")
    return tuple(several)
