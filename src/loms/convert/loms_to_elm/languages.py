"""Finds the languages of records that say none, because ELM requires them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loms.convert.loms_to_elm.codes import elm_code, language_uri

if TYPE_CHECKING:
    from loms.convert.from_loms.dataset import Node, Record
    from loms.convert.loms_to_elm.context import Context

__all__ = ["default_language", "default_language_uri", "taught_languages"]

_NAMES = ("title", "prefLabel", "name")
_ENGLISH = "en"


def default_language(node: Node, context: Context) -> str:
    """The language of what says none: that of the settings, else that of the first title or name, else English.

    Args:
        node: The record.
        context: What all records share.
    """
    if context.settings.default_language:
        return context.settings.default_language
    found = (held.value for name in _NAMES for held in node.all(f"{name}/text/@lang"))
    return next((language for language in found if language_uri(language)), _ENGLISH)


def default_language_uri(node: Node, context: Context) -> str:
    """The same, as a code of the list of languages.

    Args:
        node: The record.
        context: What all records share.
    """
    return language_uri(default_language(node, context))


def taught_languages(record: Record, context: Context) -> list[str]:
    """The languages of a specification that names none itself.

    They are those of its activity, else that of the first opportunity that leads to it, else `default_language`.

    Args:
        record: The specification.
        context: What all records share.
    """
    dataset = context.dataset
    for link in record.node.all("learningActivitySpecification/@idref"):
        activity = dataset.find(link.value, "learningActivitySpecification")
        found = [] if activity is None else _codes(activity.node, "language/@uri")
        if found:
            return found
    opportunity = dataset.first_referring(record.id, "learningOpportunity", "specifiedBy/@idref")
    found = [] if opportunity is None else _codes(opportunity.node, "referenceLanguage/@uri")
    return found or [default_language_uri(record.node, context)]


def _codes(node: Node, name: str) -> list[str]:
    found = (elm_code("language", held.value).uri for held in node.all(name))
    return list(dict.fromkeys(uri for uri in found if uri))
