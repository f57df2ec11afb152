"""Strategies for whole documents."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypedDict, Unpack, overload

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from loms.document import Document
from loms.formats import find_format
from loms.legacy.delete import Delete
from loms.legacy.learning_opportunities import LearningOpportunities
from loms.legacy.qms import QualificationMetadata
from loms.legacy.qualifications import Qualifications
from loms.model import QmsLearningOpportunities
from loms.samples.document import draw_document
from loms.samples.options import Options, checked_languages
from loms.strategies.chooser import HypothesisChooser
from loms.strategies.preparing import prepare

__all__ = ["documents"]


class _Asked(TypedDict, total=False):
    """The options, for the overloads."""

    minimal: bool
    max_records: int
    languages: Iterable[str] | None
    one_text_per_language: bool
    realistic: bool


# One overload for each format, so that a type checker knows what is drawn.
@overload
def documents(
    format: Literal["loms-2019"] = ..., **options: Unpack[_Asked]
) -> SearchStrategy[QmsLearningOpportunities]: ...
@overload
def documents(
    format: Literal["loq-learning-opportunities"], **options: Unpack[_Asked]
) -> SearchStrategy[LearningOpportunities]: ...
@overload
def documents(format: Literal["loq-qualifications"], **options: Unpack[_Asked]) -> SearchStrategy[Qualifications]: ...
@overload
def documents(format: Literal["loq-delete"], **options: Unpack[_Asked]) -> SearchStrategy[Delete]: ...
@overload
def documents(format: Literal["qms-1.0"], **options: Unpack[_Asked]) -> SearchStrategy[QualificationMetadata]: ...
@overload
def documents(format: str, **options: Unpack[_Asked]) -> SearchStrategy[Document]: ...


def documents(
    format: str = "loms-2019",
    *,
    minimal: bool = False,
    max_records: int = 3,
    languages: Iterable[str] | None = None,
    one_text_per_language: bool = False,
    realistic: bool = False,
) -> SearchStrategy[Document]:
    """Whole documents that the schema of their format accepts, with references that lead to records of the right kind.

    Args:
        format: Name of a format, such as ``loms-2019``; see `loms.formats`.
        minimal: Draw only the fields that the schema demands.
        max_records: How many records there may be of each kind. What another record cannot do without, such as the
            provider of a learning opportunity, is there even when this is 0.
        languages: Codes of the languages that texts are in, such as ``["en", "fr"]``; None for all of the format.
        one_text_per_language: Draw at most one text per language in each field, also where the schema allows several.
        realistic: Draw believable texts, dates and addresses, and no circles of records that are parts of each other.
            Otherwise also what is odd but allowed, which finds more faults.

    Returns:
        A strategy that draws instances of the document class of the format.

    Raises:
        UsageError: There is no such format, or no such language in it, or ``max_records`` is negative.

    Examples:
        >>> from hypothesis import given
        >>> import loms
        >>> @given(documents("loq-delete"))
        ... def test_what_is_written_can_be_read(document):
        ...     assert loms.loads(loms.dumps(document)) == document
        >>> test_what_is_written_can_be_read()
    """
    entry = find_format(format)
    options = Options(
        minimal=minimal,
        max_records=max_records,
        languages=checked_languages(entry, languages),
        one_text_per_language=one_text_per_language,
        realistic=realistic,
    )
    prepare(entry.name, realistic=realistic)
    return drawn_documents(entry.name, **options.changed())


# Takes only what is not as usual, because Hypothesis prints it.
@st.composite
def drawn_documents(draw: DrawFn, /, format: str, **options: object) -> Document:
    """Draw a document; see `documents`."""
    return draw_document(HypothesisChooser(draw), find_format(format), Options(**options))  # type: ignore[arg-type]
