"""The leaves of a QMS record, texts with the language that their attribute ``lang`` says."""

from __future__ import annotations

import attrs

from loms.convert.leaves import Leaf, View, leaves_of

__all__ = ["agent_view", "qualification_view", "view_of"]

_LANGUAGE = "/@lang"
_NAMELESS = {"Text", "Code", "URI"}


@attrs.frozen(kw_only=True)
class _QmsLeaf(Leaf):
    """A leaf of a QMS record."""

    @property
    def name(self) -> str:
        """The name of the element that says what the leaf is about, such as ``Definition`` for its ``Text``."""
        steps = self.field.split("/")
        return steps[-2] if steps[-1] in _NAMELESS else steps[-1]


def view_of(record: object, name: str) -> View:
    """The leaves of a record.

    Args:
        record: An object of the model of QMS.
        name: The XML name of its element.

    Examples:
        >>> from loms.legacy.qms import Text, TextLanguage
        >>> view_of(Text(value="Pain", lang=TextLanguage.FR), "Name").leaves[0].language
        'fr'
    """
    leaves = leaves_of(record, name)
    languages = {leaf.path.removesuffix(_LANGUAGE): leaf for leaf in leaves if leaf.path.endswith(_LANGUAGE)}
    return View(name, tuple(_with_language(leaf, languages.get(leaf.path)) for leaf in leaves))


def qualification_view(record: object) -> View:
    """The leaves of a qualification.

    Args:
        record: An object of the model of QMS.
    """
    return view_of(record, "Qualification")


def agent_view(record: object) -> View:
    """The leaves of an agent.

    Args:
        record: An object of the model of QMS.
    """
    return view_of(record, "Agent")


def _with_language(leaf: Leaf, said: Leaf | None) -> Leaf:
    language = said.value if said else None
    return _QmsLeaf(path=leaf.path, field=leaf.field, value=leaf.value, language=language, said=said)
