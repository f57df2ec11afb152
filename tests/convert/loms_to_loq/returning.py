"""Compares legacy documents with what they become on their way to LOMS and back, leaf by leaf."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import attrs

import loms
from loms.convert.identifiers import quoted_address
from loms.convert.leaves import Leaf, leaves_of
from loms.convert.rules import load_rules
from loms.convert.to_loms.texts import label_content, normalized, note_content
from loms.document import Document
from tests.support import returns

__all__ = ["Difference", "Limit", "Way", "differences", "unexplained"]

Values = Mapping[tuple[str, str, int], tuple[str, ...]]
"""What a record says, by field, language and number of the block; sorted, because the order says nothing."""


@attrs.frozen(kw_only=True)
class Way:
    """A way from a legacy format to LOMS and back.

    Attributes:
        format: Name of the legacy format.
        edge: Name of the conversion to LOMS.
        records: Name in Python of the field that holds the records.
        element: Name of the element of a record.
        identifier: Name in Python of its identifier.
        blocks: Names of repeated blocks, each with the field that must say something for the block to be one; None
            where any may.
    """

    format: str
    edge: str
    records: str
    element: str
    identifier: str
    blocks: Mapping[str, str | None]

    def there(self, source: Document, settings: loms.Settings) -> loms.Conversion:
        """The document in LOMS."""
        return loms.convert(source, to="loms-2019", settings=settings)

    def back(self, there: loms.Conversion, settings: loms.Settings) -> loms.Conversion:
        """The document in the legacy format again."""
        return loms.convert(there.document, to=self.format, settings=settings)

    def records_of(self, document: Document) -> list[object]:
        """The records of a legacy document."""
        return list(getattr(document, self.records))

    def leaves_of(self, record: object) -> list[Leaf]:
        """What a record says, without the attributes of language."""
        return [leaf for leaf in leaves_of(record, self.element) if leaf.name != "@language"]

    def id_of(self, record: object) -> str:
        """The identifier of a record, which LOMS writes on one line."""
        return normalized(str(getattr(record, self.identifier)))


@attrs.frozen
class Difference:
    """A field that is not the same.

    Attributes:
        record: Identifier of the record.
        field: Name of the legacy element.
        language: Language of a text or address.
        was: What the source says.
        came: What came back.
        source: All that the record says.
        returned: All that came back of it.
    """

    record: str
    field: str
    language: str
    was: tuple[str, ...]
    came: tuple[str, ...]
    source: Values = attrs.field(repr=False)
    returned: Values = attrs.field(repr=False)

    def values(self, field: str, *, of_return: bool = False) -> dict[str, set[str]]:
        """What the record says, or what came back of it, in all fields of that name, by language."""
        found: dict[str, set[str]] = {}
        for (path, language, _), values in (self.returned if of_return else self.source).items():
            if path.rpartition("/")[2] == field:
                found.setdefault(language, set()).update(values)
        return found


@attrs.frozen
class Limit:
    """A difference that is known, with the reason.

    Attributes:
        fields: The legacy elements in which it occurs.
        reason: Why.
        holds: Whether a difference in such a field is of this kind.
    """

    fields: frozenset[str]
    reason: str
    holds: Callable[[Difference], bool]

    def explains(self, difference: Difference) -> bool:
        """Whether a difference is of this kind."""
        return difference.field in self.fields and self.holds(difference)


def differences(way: Way, source: Document, back: Document) -> Iterator[Difference]:
    """What is not the same, apart from spelling: references, markup that the register does not accept, white space.

    Args:
        way: The formats.
        source: A document whose records all have identifiers of their own.
        back: What came of it.
    """
    returned = {way.id_of(record): record for record in way.records_of(back)}
    for record in way.records_of(source):
        identifier = way.id_of(record)
        assert identifier in returned, f"{identifier} did not come back"
        was, came = _values(way, record), _values(way, returned[identifier])
        for key in sorted({*was, *came}):
            if was.get(key, ()) != came.get(key, ()):
                field, language, _ = key
                name = field.rpartition("/")[2]
                yield Difference(identifier, name, language, was.get(key, ()), came.get(key, ()), was, came)


def unexplained(_way: Way, source: Document, there: loms.Conversion, back: loms.Conversion) -> list[str]:
    """What did not come back as it was, letter by letter, though neither report says so.

    Args:
        source: What was converted.
        there: What came of it.
        back: What came of that.
    """
    return returns.unexplained(source, there, back)


def _values(way: Way, record: object) -> Values:
    kinds = {rule.source: rule.kind for rule in load_rules(way.edge).fields}
    leaves = way.leaves_of(record)
    numbers = _numbers(way, leaves, kinds)
    found: dict[tuple[str, str, int], list[str]] = {}
    for leaf in leaves:
        value = _spelled(kinds[leaf.field], leaf.value)
        block = _block(way, leaf.path)
        if value.strip() and block in numbers:
            found.setdefault((leaf.field, leaf.language or "en", numbers[block]), []).append(value)
    # A code that is there twice says nothing more.
    return {key: tuple(sorted(set(values) if kinds[key[0]] == "code" else values)) for key, values in found.items()}


def _numbers(way: Way, leaves: Sequence[Leaf], kinds: Mapping[str, str]) -> Mapping[str, int]:
    """The numbers of the blocks that say something, because others do not come back; 0 for what is in none."""
    numbers = {"": 0}
    for leaf in leaves:
        block = _block(way, leaf.path)
        name = block.partition("[")[0]
        wanted = way.blocks.get(name)
        says = _spelled(kinds[leaf.field], leaf.value).strip() and wanted in (None, leaf.name)
        if block and says and block not in numbers:
            numbers[block] = len([each for each in numbers if each.startswith(f"{name}[")]) + 1
    return numbers


def _block(way: Way, path: str) -> str:
    step = path.split("/")[1]
    return step if step.partition("[")[0] in way.blocks else ""


def _spelled(kind: str, value: str) -> str:
    """A value as LOMS spells it."""
    if kind == "label":
        return label_content(value).value
    if kind == "text":
        content = note_content(value)
        return "" if content.is_blank else content.value
    if kind in ("url", "source"):
        return quoted_address(value) if value.strip().startswith("http") else value
    return " ".join(value.split())
