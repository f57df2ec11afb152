"""Decides what becomes of the qualifications that an opportunity leads to.

For each block the first of these rules that fits is taken:

1. Its names are blank: nothing is written. The levels of the record stand in the specification in any case.
2. The address of its page is that of exactly one qualification that is published elsewhere: a reference to that.
3. It is the only block with a name, the record has an EQF level and a national level, and the data source owns its
   qualifications: what specifies the opportunity is itself that qualification.
4. Otherwise an award record: one more specification, which the activities of the opportunity teach. It keeps every text
   of the block and needs no level, which the block does not have: the levels of the record may be those of another.
"""

from __future__ import annotations

from collections.abc import Iterator

from loms.convert.identifiers import quoted_address
from loms.convert.known import QualificationIdentity
from loms.convert.leaves import Leaf, View
from loms.convert.settings import Settings
from loms.convert.to_loms.links import is_address
from loms.convert.to_loms.texts import label_content
from loms.legacy.learning_opportunities import EqfLevel

__all__ = ["has_name", "is_own_qualification", "known_as", "known_by_page"]

_EQF_LEVELS = frozenset(str(level.value) for level in EqfLevel)


def has_name(block: View) -> bool:
    """Whether a block says what the qualification is called.

    Args:
        block: The leaves of the block.
    """
    return any(not label_content(leaf.value).is_blank for leaf in block.all("QualificationAwarded"))


def known_as(block: View, settings: Settings) -> tuple[QualificationIdentity, ...]:
    """The qualifications of other datasets that a block may be.

    Args:
        block: The leaves of the block.
        settings: Know the qualifications.

    Returns:
        Each of them once, in the order in which they were found.
    """
    found: dict[QualificationIdentity, None] = {}
    for leaf in block.all("QualificationAwardedURL"):
        found.update(dict.fromkeys(known_by_page(leaf, settings)))
    return tuple(found)


def known_by_page(leaf: Leaf, settings: Settings) -> Iterator[QualificationIdentity]:
    """The qualifications of other datasets whose page has an address.

    Args:
        leaf: The address.
        settings: Know the qualifications.
    """
    if is_address(leaf.value):
        for address in (leaf.value.strip(), quoted_address(leaf.value)):
            yield from settings.known_qualifications.find(address)


def is_own_qualification(record: View, settings: Settings) -> bool:
    """Whether what specifies an opportunity is a qualification.

    Args:
        record: The leaves of the record.
        settings: Say whether the data source owns its qualifications.
    """
    if not settings.owns_qualifications:
        return False
    eqf, nqf = record.one("EqfLevel"), record.one("NqfLevel")
    if eqf is None or eqf.value not in _EQF_LEVELS:
        return False
    if nqf is None or not nqf.value.strip():
        return False
    named = [block for block in record.blocks("Qualifications") if has_name(block)]
    return len(named) == 1 and len(known_as(named[0], settings)) != 1
