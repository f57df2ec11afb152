"""The frameworks to which levels and occupations refer: a record for each URI, with the labels of the source."""

from __future__ import annotations

from loms.convert.accounting import Spot, Target
from loms.convert.leaves import View
from loms.convert.qms_to_loms.context import add_missing
from loms.convert.qms_to_loms.draft import QmsDraft
from loms.convert.tables import rows_by
from loms.convert.to_loms.sections import FRAMEWORK
from loms.convert.to_loms.texts import normalized, write_labels, write_notes
from loms.model import Identifier, LanguageString, Note
from loms.text import label

__all__ = ["write_framework", "write_framework_name"]


def write_framework(draft: QmsDraft, block: View, link: Target) -> str | None:
    """Declare the framework of a block that has a URI.

    Args:
        draft: The records to write to.
        block: The element ``targetFramework``.
        link: The attribute that will refer to the framework.

    Returns:
        Its id, or None where it has no URI.
    """
    uri = block.one("URI")
    if uri is None or not uri.value.strip():
        return None
    framework = draft.context.framework(uri.value)
    spot = Spot(FRAMEWORK, framework.id)
    draft.frameworks[framework.id] = lambda: framework
    draft.keep_same(uri, framework.id, spot.at("@id"))
    draft.keep_same(uri, framework.id, link)
    identifier = Identifier(value=normalized(uri.value.strip()))
    if identifier not in framework.identifier:
        framework.identifier.append(identifier)
    draft.keep_same(uri, identifier.value, spot.at("identifier"))
    titles: list[LanguageString] = []
    write_labels(draft, block.all("PreferredLabel"), [(titles, spot.at("title/text"))], aside=draft.aside)
    add_missing(framework.title, titles)
    others: list[Note] = []
    write_notes(draft, block.all("AlternativeLabel"), others, spot.at("description/text"))
    framework.description += [each for each in others if each not in framework.description]
    if not framework.title:
        framework.title.append(label(_known_title(uri.value.strip()), "en"))
        draft.ledger.synthesise(spot.at("title/text"))
    return framework.id


def write_framework_name(draft: QmsDraft, block: View, names: list[LanguageString], target: Target) -> None:
    """Write the name of a framework that has no URI and therefore no record.

    Args:
        draft: The records to write to.
        block: The element ``targetFramework``.
        names: Where it goes.
        target: Path of that place.
    """
    write_labels(draft, block.all("PreferredLabel"), [(names, target)], aside=draft.aside)
    reason = "A framework without a URI has no record, which could keep it."
    for leaf in block.all("AlternativeLabel"):
        draft.drop_all([leaf], reason)
        draft.drop_language(leaf, reason)
    draft.drop_all(block.all("URI"), "It is blank.")


def _known_title(uri: str) -> str:
    rows = rows_by("framework", "id").get(uri)
    return rows[0]["title"] if rows else uri
