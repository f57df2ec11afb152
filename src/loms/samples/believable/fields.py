"""Says what kind of believable text a field holds, from a table that names every text of every format."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from loms.samples.believable.data import read_table

__all__ = ["kind_of", "kinds_by_field"]

_OTHER = "note"
_WORD_BEGINS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@functools.cache
def kind_of(field_name: str, *, owner: str | None = None) -> str:
    """The kind of text that a field holds.

    Args:
        field_name: Name of the attribute, or of the element of which it is the content, either as Python or as XML
            writes it: ``pref_label`` or ``prefLabel``. The content of an element ``text`` counts as that of the
            element around it, such as ``title``.
        owner: Name of the element that the attribute or the element stands in. It tells the ``prefLabel`` of an
            ``organization`` from that of a ``learningOutcome``. Without it the answer is less exact.

    Returns:
        A kind that `plain_text` and `html_text` know; ``note`` for a field that nobody has heard of.

    Examples:
        >>> kind_of("entryRequirementsNote"), kind_of("pref_label", owner="organization"), kind_of("motto")
        ('admission', 'organization', 'note')
    """
    name = _python_name(field_name)
    kinds = kinds_by_field()
    if owner is not None and (kind := kinds.get(f"{_python_name(owner)}.{name}")):
        return kind
    return kinds.get(name, _OTHER)


@functools.cache
def kinds_by_field() -> Mapping[str, str]:
    """The kind of text of each field that the table names.

    Returns:
        Kinds by the name of a field, alone or after the name of its owner and a dot.

    Examples:
        >>> kinds_by_field()["price_details.name"]
        'price_name'
    """
    return {field: kind for kind, fields in read_table("fields.toml").items() for field in fields}


def _python_name(name: str) -> str:
    return _WORD_BEGINS.sub("_", name).lower()
