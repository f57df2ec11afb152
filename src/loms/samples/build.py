"""Builds objects of the model from their shapes and from the choices of a chooser."""

from __future__ import annotations

import enum
import functools
import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

import attrs
from xsdata.models.datatype import XmlDate, XmlDateTime

from loms.samples import believable
from loms.samples.chooser import Chooser
from loms.samples.ids import Ids
from loms.samples.options import Options
from loms.samples.shapes import ElementShape, FieldShape, Shape, Unique, ValueShape
from loms.samples.values import arbitrary_value, believable_match, believable_value, matching

__all__ = ["Builder", "members_of", "written_code"]

_STRINGS = frozenset({"string", "normalizedString", "token", "anyURI"})
_HOMEPAGES = frozenset(
    {("homepage", "uri"), ("homepage", "contentUrl"), ("LearningOpportunity", "Url"), ("Qualification", "Url")}
)
_ADDRESS = "content_url"
"""The field without which a page of ELM is none, although the schema does not demand it."""
_CONTENT = "content"
"""The field of what is no page, but the picture itself."""
_HTML = "text/html"
_PICTURE = "image/gif"
"""What believable pictures are."""
_SIMPLEST = frozenset({"en", "text/plain"})
"""Codes that are easy to read in an example that has been made small."""
_PERIODS = (("started_at_date", "ended_at_date"), ("started_at_time", "ended_at_time"))
"""Fields that hold the beginning and the end of something."""
_RICHNESS_OF_RECORDS = (2, 4, 15)
_RICHNESS_OF_PARTS = (0, 2, 7)
"""How many choices of optional fields are for one more, of each that is for no more; 0 for none at all."""


@attrs.define
class _Draft:
    """An element on its way.

    Attributes:
        values: Its fields so far.
        language: The language of its text, once that is known.
        html: Whether its text is HTML.
    """

    values: dict[str, object] = attrs.field(factory=dict)
    language: str | None = None
    html: bool = False

    def put(self, field: FieldShape, value: object) -> None:
        """Give a field a value, or one more item."""
        if field.many:
            cast("list[object]", self.values.setdefault(field.name, [])).append(value)
            return
        self.values[field.name] = value
        shape = field.shapes[0]
        if isinstance(shape, ValueShape) and shape.text_language:
            self.language = written_code(value)
        elif isinstance(shape, ValueShape) and shape.content_type:
            self.html = written_code(value) == _HTML


class Builder:
    """Builds the objects of one document.

    Args:
        options: What they are to be like.
        ids: The ids of the document.
        richness: How many optional fields objects have: 0 few, 2 most.
    """

    def __init__(self, options: Options, ids: Ids, *, richness: int = 0) -> None:
        self._options = options
        self._ids = ids
        self._richness = {True: _RICHNESS_OF_RECORDS[richness], False: _RICHNESS_OF_PARTS[richness]}

    def empty_section(self, chooser: Chooser, document: ElementShape) -> str | None:
        """Choose a section that is there although it has no records; mostly none.

        Args:
            chooser: Makes the choices.
            document: The shape of the document.
        """
        names = [
            field.name
            for field in document.fields
            if isinstance(section := field.shapes[0], ElementShape)
            and not field.many
            and not any(inner.minimum for inner in section.fields)
        ]
        if self._options.minimal or not names:
            return None
        choice = chooser.integer(0, 2 * len(names))
        return names[choice - 1] if 0 < choice <= len(names) else None

    def item(
        self, chooser: Chooser, shape: Shape, *, identity: str, given: Mapping[str, object] | None = None
    ) -> object:
        """Build one item of a field.

        Args:
            chooser: Makes the choices.
            shape: What it is.
            identity: The id of the record that it belongs to.
            given: Values of fields that are settled.
        """
        if isinstance(shape, ElementShape):
            return self._element(chooser, shape, identity, given or {})
        return self._value(chooser, shape, identity, _Draft())

    def _element(self, chooser: Chooser, shape: ElementShape, identity: str, given: Mapping[str, object]) -> object:
        draft = _Draft(values=dict(given))
        for field in shape.required:
            for _ in range(0 if field.name in given else field.minimum):
                draft.put(field, self._one(chooser, field, identity, draft))
        # The choice of a field stands right before those of its value, so that Hypothesis can drop them together.
        for field in itertools.chain(self._believed(shape), self._picked(chooser, shape)):
            if field.name not in given and (field.many or field.name not in draft.values):
                draft.put(field, self._one(chooser, field, identity, draft))
        for field in shape.text:
            draft.put(field, self._one(chooser, field, identity, draft))
        for field in shape.lists:
            if field.name in draft.values and field.name not in given:
                draft.values[field.name] = self._distinct(field, cast("list[object]", draft.values[field.name]))
        if self._options.realistic:
            _put_in_order(draft.values)
        return shape.cls(**draft.values)

    def _believed(self, shape: ElementShape) -> Iterator[FieldShape]:
        """The fields that a believable object has, although the schema does not demand them."""
        is_page = all(field.name != _CONTENT for field in shape.fields)
        if is_page and self._options.realistic and not self._options.minimal:
            yield from (field for field in shape.fields if field.name == _ADDRESS)

    def _picked(self, chooser: Chooser, shape: ElementShape) -> Iterator[FieldShape]:
        """The fields that get a value or one more item, as far as that is a matter of choice."""
        if self._options.languages is not None:
            yield from _unsaid_languages(shape, self._options.languages)
        richness = 0 if self._options.minimal else self._richness[shape.is_record]
        if not richness:
            return
        offered = _offered(shape, self._ids.present)
        last = len(offered) + max(1, len(offered) // richness)
        while offered and 0 < (choice := chooser.integer(0, last)) <= len(offered):
            yield offered[choice - 1]

    def _one(self, chooser: Chooser, field: FieldShape, identity: str, draft: _Draft) -> object:
        shapes = field.shapes
        shape = shapes[0]
        if len(shapes) > 1:
            shape = chooser.pick(_possible(shapes, self._ids.present))
        if isinstance(shape, ElementShape):
            return self._element(chooser, shape, identity, {})
        return self._value(chooser, shape, identity, draft)

    def _value(self, chooser: Chooser, shape: ValueShape, identity: str, draft: _Draft) -> object:
        if shape.codes:
            return chooser.pick(self._members(shape))
        if shape.identity is not None:
            return identity
        if shape.targets:
            return self._ids.refer(chooser, shape.targets)
        if shape.text_language and (self._options.realistic or self._options.languages is not None):
            return chooser.pick(self._options.languages or _all_languages())
        text = self._text(chooser, shape, draft)
        return f"{text}-{self._ids.distinct()}" if shape.distinct or self._is_its_own(shape) else text

    def _is_its_own(self, shape: ValueShape) -> bool:
        """Whether nothing else in a believable document should have a value: it is an identifier or a homepage."""
        is_one = shape.topic == "identifier" or (shape.owner, shape.topic) in _HOMEPAGES
        return is_one and self._options.realistic and shape.builtin in _STRINGS

    def _text(self, chooser: Chooser, shape: ValueShape, draft: _Draft) -> object:
        """A value that is no code, id or reference."""
        if not self._options.realistic:
            if shape.pattern is not None:
                return matching(chooser, shape.pattern)
            return arbitrary_value(chooser, shape.builtin, shortest=shape.shortest)
        if shape.builtin not in _STRINGS:
            return believable_value(chooser, shape.builtin)
        if shape.pattern is not None:
            return believable_match(chooser, shape.pattern)
        write = believable.html_text if draft.html else believable.plain_text
        return write(chooser, kind=_kind_of(shape), language=draft.language)

    def _members(self, shape: ValueShape) -> Sequence[enum.Enum]:
        """The codes to choose from."""
        if shape.text_language and self._options.languages is not None:
            return _in_languages(shape.codes, self._options.languages)
        members = members_of(shape.codes)
        if shape.content_type and self._options.realistic and _kind_of(shape) not in believable.PROSE:
            return members[:1]
        if shape.owner == "contentType" and self._options.realistic:
            return [each for each in members if str(each.value).endswith(_PICTURE)] or members
        return members

    def _distinct(self, field: FieldShape, items: list[object]) -> list[object]:
        """The items without those that repeat what only one may say."""
        if len(items) == 1:
            return items
        if self._options.realistic:
            items = [item for place, item in enumerate(items) if item not in items[:place]]
        unique = field.unique or (field.language if self._options.one_text_per_language else None)
        if unique is None:
            return items
        return list({_said(item, unique): item for item in reversed(items)}.values())[::-1]


@functools.cache
def _all_languages() -> Sequence[str]:
    return sorted(believable.languages(), key=lambda code: (code not in _SIMPLEST, code))


def _kind_of(shape: ValueShape) -> str:
    return believable.kind_of(shape.topic, owner=shape.owner)


@functools.cache
def _possible(shapes: tuple[Shape, ...], present: frozenset[str]) -> tuple[Shape, ...]:
    """Those of the shapes that need no record of a kind of which there is none."""
    return tuple(shape for shape in shapes if all(not present.isdisjoint(alternatives) for alternatives in shape.needs))


@functools.cache
def _offered(shape: ElementShape, present: frozenset[str]) -> tuple[FieldShape, ...]:
    """The fields to choose from where there are records of these kinds."""
    return tuple(field for field in shape.offered if _possible(field.shapes, present))


@functools.cache
def _unsaid_languages(shape: ElementShape, languages: tuple[str, ...]) -> tuple[FieldShape, ...]:
    """The languages that must be said, because a text without is in a language that is not asked for."""
    return tuple(
        field
        for field in shape.fields
        if isinstance(value := field.shapes[0], ValueShape)
        and value.text_language
        and not field.minimum
        and value.default not in languages
    )


def _put_in_order(values: dict[str, object]) -> None:
    """Let what begins begin before it ends."""
    for begin, end in _PERIODS:
        period = [cast("XmlDate | XmlDateTime", values[name]) for name in (begin, end) if values.get(name) is not None]
        if len(period) > 1:
            values[begin], values[end] = sorted(period)


def _said(item: object, unique: Unique) -> object:
    for name in unique.path:
        item = getattr(item, name)
    return unique.default if item is None else written_code(item)


def written_code(value: object) -> str:
    """The code, such as that of a language, as it is written in XML.

    Args:
        value: A member of a code list, or a code that is in none.
    """
    return str(value.value if isinstance(value, enum.Enum) else value)


@functools.cache
def members_of(codes: tuple[type[enum.Enum], ...]) -> Sequence[enum.Enum]:
    """All members of one or several code lists, in a list that is made once; the most readable ones are the first.

    Args:
        codes: The classes of the code lists.
    """
    members = [member for each in codes for member in each]
    return tuple(sorted(members, key=lambda member: member.value not in _SIMPLEST))


@functools.cache
def _in_languages(codes: tuple[type[enum.Enum], ...], languages: tuple[str, ...]) -> Sequence[enum.Enum]:
    by_code = {member.value: member for member in members_of(codes)}
    return tuple(by_code[code] for code in languages if code in by_code)
