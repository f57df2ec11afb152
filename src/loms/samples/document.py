"""Draws whole documents: record after record, then those that others cannot do without."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import cast

import attrs

from loms.document import Document
from loms.formats import Format
from loms.samples import believable
from loms.samples.alphabets import URL
from loms.samples.build import Builder
from loms.samples.chooser import Chooser
from loms.samples.ids import Ids
from loms.samples.kinds import RecordKind, languages_of, record_kinds
from loms.samples.options import Options
from loms.samples.shapes import ElementShape, shape_of

__all__ = ["build_document", "draw_document", "with_languages"]

_NAMESPACE = "https://example.org/"
# Not at an end, because Hypothesis likes to try the ends.
_RICHNESS = (0, 0, 1, 2, 0, 1, 0, 1, 0)
_FEWEST, _MOST = 3, 30
"""How many choices of a record are for one more, of each that is for no more; Hypothesis gives up on huge documents."""


def draw_document(chooser: Chooser, format: Format, options: Options) -> Document:
    """Draw a valid document.

    Args:
        chooser: Makes the choices.
        format: An entry of the register.
        options: What the document is to be like.

    Returns:
        An instance of the document class of the format, in which each reference leads to a record of the right kind.

    Examples:
        >>> from loms.formats import find_format
        >>> from loms.samples.chooser import RandomChooser
        >>> options = Options(max_records=1, realistic=True)
        >>> draw_document(RandomChooser(seed=3), find_format("loq-delete"), options).id
        ['https://example.org/Id/1']
    """
    options = with_languages(chooser, format, options)
    richness = 0 if options.minimal else chooser.pick(_RICHNESS)
    odd = "" if options.realistic else chooser.string(URL, shortest=0, longest=4)
    most = options.max_records
    drawing = _Drawing(format, options, namespace=_NAMESPACE + odd, richness=richness, most=most)
    while chooser.part(drawing.draw_record):
        pass
    return drawing.finish(chooser)


def build_document(
    chooser: Chooser, format: Format, options: Options, *, kinds: Iterable[RecordKind], richness: int
) -> Document:
    """Build a valid document of the records that are wanted, and of those that they cannot do without.

    Args:
        chooser: Makes the choices.
        format: An entry of the register.
        options: What the document is to be like.
        kinds: The kind of each record. Each refers to those that come before it.
        richness: How many optional fields objects have: 0 few, 2 most.
    """
    options = with_languages(chooser, format, options)
    drawing = _Drawing(format, options, namespace=_NAMESPACE, richness=richness)
    for kind in kinds:
        drawing.add_record(chooser, kind)
    return drawing.finish(chooser)


def _offered(kinds: tuple[RecordKind, ...]) -> list[RecordKind]:
    """The kinds to choose from, simple ones first, and most often the one that the format is about."""
    return sorted(kinds, key=lambda kind: len(kind.shape.needs)) + [kinds[0]] * (len(kinds) // 2)


def with_languages(chooser: Chooser, format: Format, options: Options) -> Options:
    """Let believable documents be in English, or in English and one more language, unless others are asked for.

    Args:
        chooser: Makes the choice.
        format: An entry of the register.
        options: What was asked for.
    """
    known = sorted(languages_of(format) & believable.languages() - {"en"})
    if not options.realistic or options.languages is not None or not known:
        return options
    return attrs.evolve(options, languages=("en", chooser.pick(["en", *known])))


class _Drawing:
    """A document on its way."""

    def __init__(self, format: Format, options: Options, *, namespace: str, richness: int, most: int = 0) -> None:
        self._document = shape_of(format)
        self._kinds = record_kinds(format)
        self._offered = _offered(self._kinds)
        self._options = options
        self._ids = Ids(namespace, circles=not options.realistic, most=most)
        self._builder = Builder(options, self._ids, richness=richness)
        # Records that are there only because others need them stay small where all are.
        spare = options if richness else attrs.evolve(options, minimal=True)
        self._builder_of_needed = Builder(spare, self._ids, richness=richness)
        self._contents: defaultdict[str, defaultdict[str, list[object]]] = defaultdict(lambda: defaultdict(list))

    def draw_record(self, chooser: Chooser) -> bool:
        """Draw one more record of any kind, or none; returns whether there may be more."""
        offered = self._offered
        more = min(max(_FEWEST, self._options.max_records), _MOST)
        choice = chooser.integer(0, (more + 1) * len(offered))
        if not 0 < choice <= more * len(offered):
            return False
        kind = offered[(choice - 1) % len(offered)]
        if self._ids.count(kind.name) < self._options.max_records:
            self.add_record(chooser, kind)
        return True

    def add_record(self, chooser: Chooser, kind: RecordKind, *, builder: Builder | None = None) -> None:
        """Draw one more record."""
        record = (builder or self._builder).item(chooser, kind.shape, identity=self._ids.begin(kind.name))
        self._contents[kind.section or ""][kind.field.name].append(record)

    def finish(self, chooser: Chooser) -> Document:
        """Add the records without which it would not be valid, and what is around the records."""
        first = self._kinds[0]
        if first.section is None and first.field.minimum and not self._ids.count(first.name):
            self.add_record(chooser, first)
        while (owed := self._ids.owed()) is not None:
            kind = next(kind for kind in self._kinds if kind.name == owed)
            self.add_record(chooser, kind, builder=self._builder_of_needed)
        values: dict[str, object] = dict(self._contents.pop("", {}))
        empty = self._builder.empty_section(chooser, self._document)
        for field in self._document.fields:
            section = field.shapes[0]
            if isinstance(section, ElementShape) and field.name not in values:
                wanted = field.name in self._contents or field.name == empty or field.minimum
                values[field.name] = self._section(chooser, field.name, section) if wanted else None
        return cast("Document", self._builder.item(chooser, self._document, identity="", given=values))

    def _section(self, chooser: Chooser, name: str, shape: ElementShape) -> object:
        given = {field.name: self._contents[name][field.name] for field in shape.fields}
        return self._builder.item(chooser, shape, identity="", given=given)
