"""Strategies for single classes of the models, and their registration with Hypothesis."""

from __future__ import annotations

import dataclasses
import functools
import importlib
from collections.abc import Iterable, Iterator
from typing import TypeVar, cast

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from loms.errors import UsageError
from loms.formats import FORMATS
from loms.samples.build import Builder
from loms.samples.document import draw_document, with_languages
from loms.samples.ids import Ids
from loms.samples.kinds import record_kinds, shape_of_class
from loms.samples.options import Options, checked_languages
from loms.samples.shapes import ElementShape, shape_of
from loms.strategies.chooser import HypothesisChooser
from loms.strategies.preparing import prepare

__all__ = ["records", "register"]

T = TypeVar("T")

_IDS = 3
"""How many ids of each kind there are to refer to."""
_RICHNESS = (1, 2, 1)
"""How many optional fields an object has; not few, since it may be small as a whole."""


def records(
    cls: type[T],
    *,
    minimal: bool = False,
    languages: Iterable[str] | None = None,
    one_text_per_language: bool = False,
    realistic: bool = False,
) -> SearchStrategy[T]:
    """Objects of one class of a model, such as `loms.model.LearningOpportunity` or `loms.model.Note`.

    Each would be valid in its place. A record that is drawn alone refers to ids such as
    ``https://example.org/organization/1`` whose records are not there; draw `documents` where links must hold.

    Args:
        cls: A class of `loms.model` or `loms.legacy`, no code list.
        minimal: Draw only the fields that the schema demands.
        languages: Codes of the languages that texts are in, such as ``["en", "fr"]``; None for all of the format.
        one_text_per_language: Draw at most one text per language in each field, also where the schema allows several.
        realistic: Draw believable texts, dates and addresses.

    Returns:
        A strategy that draws instances of the class.

    Raises:
        UsageError: The class belongs to no model, or its format has no such language.

    Examples:
        >>> from hypothesis import find
        >>> from loms.model import LanguageString
        >>> find(records(LanguageString, languages=["fr"]), lambda text: True).text
        Text(value='', lang=<TextLanguage.FR: 'fr'>, content_type=<TextContentType.PLAIN: 'text/plain'>)
    """
    found = shape_of_class(cls)
    if found is None:
        raise UsageError(f"{cls!r} is no class of a model that has fields. Take one of loms.model or loms.legacy.")
    options = Options(
        minimal=minimal,
        languages=checked_languages(found[0], languages),
        one_text_per_language=one_text_per_language,
        realistic=realistic,
    )
    prepare(found[0].name, realistic=realistic)
    return cast("SearchStrategy[T]", drawn_records(cls, **options.changed()))


@st.composite
def drawn_records(draw: DrawFn, /, cls: type[object], **changed: object) -> object:
    """Draw an object; see `records`."""
    asked = Options(**changed)  # type: ignore[arg-type]
    found = shape_of_class(cls)
    assert found is not None  # noqa: S101 - seen before the strategy was made
    format, shape = found
    chooser = HypothesisChooser(draw)
    if shape is shape_of(format):
        return draw_document(chooser, format, asked)
    options = with_languages(chooser, format, asked)
    ids = Ids("https://example.org/", circles=not options.realistic)
    ids.add([kind.name for kind in record_kinds(format)], number=_IDS)
    builder = Builder(options, ids, richness=chooser.pick(_RICHNESS))
    if len(shape.names) < format.record_depth:
        return _section(chooser, builder, ids, shape)
    return builder.item(chooser, shape, identity=ids.begin(shape.names[-1]))


def _section(chooser: HypothesisChooser, builder: Builder, ids: Ids, shape: ElementShape) -> object:
    """Draw a section with some records, each with an id of its own."""
    given: dict[str, object] = {}
    for field in shape.fields:
        items = given[field.name] = []
        for _ in range(chooser.integer(field.minimum, _IDS)):
            kind = chooser.pick(field.shapes)
            name = kind.names[-1] if isinstance(kind, ElementShape) else field.xml_name
            items.append(builder.item(chooser, kind, identity=ids.begin(name)))
    return builder.item(chooser, shape, identity="", given=given)


def register() -> None:
    """Tell Hypothesis how to draw each class of the models where a test asks for it by its type."""
    for cls in _classes():
        st.register_type_strategy(cls, functools.partial(_lazily, cls))


def _lazily(cls: type[T], _: object) -> SearchStrategy[T]:
    return records(cls)


def _classes() -> Iterator[type[object]]:
    for format in FORMATS:
        module = importlib.import_module(format.model)
        yield from (each for each in vars(module).values() if isinstance(each, type) and dataclasses.is_dataclass(each))
