"""Makes a sample document of a wanted size, the same one for the same seed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, TypedDict, Unpack, overload

from loms.document import Document
from loms.errors import UsageError
from loms.formats import find_format
from loms.legacy.delete import Delete
from loms.legacy.learning_opportunities import LearningOpportunities
from loms.legacy.qms import QualificationMetadata
from loms.legacy.qualifications import Qualifications
from loms.model import QmsLearningOpportunities
from loms.samples.chooser import RandomChooser
from loms.samples.document import build_document
from loms.samples.kinds import RecordKind, record_kinds
from loms.samples.options import Options, checked_languages

__all__ = ["sample"]

_SHARED = 3
"""How many of the records that a sample is about share what they refer to, roughly."""
_RICHNESS = 1


class _Asked(TypedDict, total=False):
    """The options, for the overloads."""

    records: int
    seed: int
    languages: Iterable[str] | None
    minimal: bool
    realistic: bool


# One overload for each format, so that a type checker knows what is made.
@overload
def sample(format: Literal["loms-2019"] = ..., **options: Unpack[_Asked]) -> QmsLearningOpportunities: ...
@overload
def sample(format: Literal["loq-learning-opportunities"], **options: Unpack[_Asked]) -> LearningOpportunities: ...
@overload
def sample(format: Literal["loq-qualifications"], **options: Unpack[_Asked]) -> Qualifications: ...
@overload
def sample(format: Literal["loq-delete"], **options: Unpack[_Asked]) -> Delete: ...
@overload
def sample(format: Literal["qms-1.0"], **options: Unpack[_Asked]) -> QualificationMetadata: ...
@overload
def sample(format: str, **options: Unpack[_Asked]) -> Document: ...


def sample(
    format: str = "loms-2019",
    *,
    records: int = 10,
    seed: int = 0,
    languages: Iterable[str] | None = None,
    minimal: bool = False,
    realistic: bool = True,
) -> Document:
    """Make a valid document to try things with.

    Args:
        format: Name of a format, such as ``loms-2019``.
        records: How many learning opportunities it has, or qualifications, or whatever the format is about. There are
            a third as many records of each other kind. 100,000 take about 1 GB of memory.
        seed: Any whole number. The same seed gives the same document in the same version of this library.
        languages: Codes of the languages that texts are in, such as ``["en", "fr"]``; None for all of the format.
        minimal: Whether to leave out all that the schema does not demand, other records included.
        realistic: Whether texts and dates are believable, with one text per language in each field; otherwise they are
            arbitrary, odd characters included.

    Returns:
        An instance of the document class of the format.

    Raises:
        UsageError: There is no such format, or no such language in it, or a number is out of range.

    Examples:
        >>> len(sample("loq-qualifications", records=3, seed=1).qualification)
        3
        >>> sample(records=5, seed=1) == sample(records=5, seed=1)
        True
    """
    entry = find_format(format)
    kinds = record_kinds(entry)
    fewest = kinds[0].field.minimum if kinds[0].section is None else 0
    if not isinstance(records, int) or records < fewest:
        raise UsageError(f"A sample of {format} cannot have {records!r} records. Ask for {fewest} or more.")
    options = Options(
        minimal=minimal,
        languages=checked_languages(entry, languages),
        one_text_per_language=realistic,
        realistic=realistic,
    )
    chooser = RandomChooser(seed=seed)
    richness = 0 if minimal else _RICHNESS
    return build_document(chooser, entry, options, kinds=_plan(kinds, records, minimal=minimal), richness=richness)


def _plan(kinds: tuple[RecordKind, ...], records: int, *, minimal: bool) -> Iterator[RecordKind]:
    """The kind of each record: what is referred to comes before what refers to it."""
    for kind in () if minimal else reversed(kinds[1:]):
        yield from [kind] * -(-records // _SHARED)
    yield from [kinds[0]] * records
