"""Chooses the identifier of a record, of which the legacy models take one, without a scheme."""

from __future__ import annotations

import attrs

from loms.convert.accounting import Action
from loms.convert.from_loms.dataset import Held, Node
from loms.convert.refusing import no_identifier
from loms.convert.to_loms.sections import OPPORTUNITY, QUALIFICATION
from loms.convert.to_loq.draft import LegacyDraft

__all__ = ["ChosenIdentifier", "account_for_identifier", "choose_identifier"]

_SECTIONS = {"learningOpportunity": OPPORTUNITY, "qualification": QUALIFICATION}
_LEGACY = "legacy-loq"
_MADE = "The conversion to LOMS added it to the legacy identifier."


@attrs.frozen
class ChosenIdentifier:
    """The identifier by which a record is known in the legacy model.

    Attributes:
        held: The leaf that says it.
        about: Its attributes.
        is_legacy: Whether it says of itself that it was the legacy identifier.
    """

    held: Held
    about: tuple[Held, ...] = ()
    is_legacy: bool = False


def choose_identifier(node: Node) -> ChosenIdentifier:
    """The legacy identifier of a record, else its first identifier, else its ``@id``.

    Args:
        node: The record.

    Raises:
        CannotConvertError: It has none of these.
    """
    found = [_with_attributes(node, held) for held in node.all("identifier") if held.value.strip()]
    chosen = next((each for each in found if each.is_legacy), next(iter(found), None))
    if chosen is not None:
        return chosen
    identity = node.one("@id")
    if identity is None or not identity.value.strip():
        number = node.record.number
        raise no_identifier(
            number,
            [held.value for held in node.all("title/text")],
            field="identifier",
            path=f"{_SECTIONS.get(node.record.kind, node.record.kind)}[{number}]",
        )
    return ChosenIdentifier(identity)


def account_for_identifier(draft: LegacyDraft, chosen: ChosenIdentifier, field: str) -> None:
    """Account for the identifier that was chosen; all others have no place.

    Args:
        draft: The record that is written.
        chosen: The identifier.
        field: Path below the legacy record, such as ``LearningOpportunityId``.
    """
    draft.keep(chosen.held, Action.COPIED, field)
    if chosen.is_legacy:
        for held in chosen.about:
            if held.leaf.name in ("@schemeID", "@type"):
                draft.drop(held, lost=False, detail=_MADE)


def _with_attributes(node: Node, held: Held) -> ChosenIdentifier:
    about = tuple(each for each in node.leaves if each.leaf.path.startswith(f"{held.leaf.path}/@"))
    return ChosenIdentifier(held, about, any(each.leaf.name == "@type" and each.value == _LEGACY for each in about))
