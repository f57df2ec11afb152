"""What a record is taken apart into: one element with text, or one attribute."""

from __future__ import annotations

import attrs

__all__ = ["Leaf"]


# Not frozen, although nobody changes one: there are very many, and making a frozen object takes twice the time.
@attrs.define(kw_only=True, unsafe_hash=True)
class Leaf:
    """One element with text, or one attribute, of a source record.

    Attributes:
        path: XPath below the record, such as ``LearningOpportunity/Title[2]/@language``.
        field: The same without positions, which names the field.
        value: The text, or the code as it is written in XML.
        language: The attribute ``language`` of the element, None where it has none.
        said: The leaf of that attribute, where it is there already.
    """

    path: str
    field: str
    value: str
    language: str | None = None
    said: Leaf | None = attrs.field(default=None, eq=False, repr=False)

    @property
    def name(self) -> str:
        """The last step of the path, such as ``Title``."""
        return self.field.rpartition("/")[2]

    def language_leaf(self) -> Leaf | None:
        """The attribute that gives the language of this text or address, or None where it has none."""
        if self.said is None and self.language is not None:
            return Leaf(path=f"{self.path}/@language", field=f"{self.field}/@language", value=self.language)
        return self.said
