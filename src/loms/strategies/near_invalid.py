"""Strategies for documents with one fault that has a label."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from loms.errors import UsageError
from loms.formats import Format, find_format
from loms.samples.faults import NearInvalid, codes_of, draw_near_invalid
from loms.samples.options import Options, checked_languages
from loms.strategies.chooser import HypothesisChooser
from loms.strategies.preparing import prepare

__all__ = ["NearInvalid", "near_invalid"]


def near_invalid(
    format: str = "loms-2019",
    *,
    codes: Collection[str] | None = None,
    minimal: bool = False,
    max_records: int = 3,
    languages: Iterable[str] | None = None,
    realistic: bool = False,
) -> SearchStrategy[NearInvalid]:
    """Documents that would be valid if they were not for one fault, with the code of the issue that it leads to.

    `loms.validate` reports one issue for each of them, with this code and at this path, and no other: the fault is put
    where nothing else depends on it, so that a record to which something refers keeps its id. Other validators refuse
    them as well, apart from two things of which they think differently: a DOCTYPE is refused by loms alone, and what
    is no URI not by all. Some hold comments, processing instructions, CDATA or ``xsi:`` attributes, which are no
    faults.

    There are all codes of the schema that documents of the format can have, and those of files that are no XML or of
    no known format. Faults of large files (``XML-LIMIT``) and of compressed ones are not drawn.

    Args:
        format: Name of a format, such as ``loms-2019``; see `loms.formats`.
        codes: Issue codes such as ``["XSD-BAD-VALUE"]`` that are wanted; None for all that the format can have.
        minimal: Draw only the fields that the schema demands, and what the fault needs.
        max_records: How many records there may be of each kind, apart from those that the fault needs.
        languages: Codes of the languages that texts are in, such as ``["en", "fr"]``; None for all of the format.
        realistic: Draw believable texts, dates and addresses around the fault.

    Returns:
        A strategy that draws near-invalid documents. They become smaller like whole documents do.

    Raises:
        UsageError: There is no such format, no such language in it, or no such code; or ``max_records`` is negative.

    Examples:
        >>> import io
        >>> from hypothesis import find, given
        >>> import loms
        >>> @given(near_invalid("loq-delete"))
        ... def test_the_fault_is_reported(document):
        ...     [issue] = loms.validate(io.BytesIO(document.data)).issues
        ...     assert issue.code == document.code
        >>> test_the_fault_is_reported()
        >>> find(near_invalid("loq-delete", codes=["XSD-EMPTY-VALUE"]), lambda document: True).fault
        "Id became '', which must not be empty."
    """
    entry = find_format(format)
    options = Options(
        minimal=minimal,
        max_records=max_records,
        languages=checked_languages(entry, languages),
        realistic=realistic,
    )
    changed = options.changed()
    if codes is not None:
        changed["codes"] = _checked_codes(entry, codes)
    prepare(entry.name, realistic=realistic, faults=True)
    return drawn_near_invalid(entry.name, **changed)  # type: ignore[arg-type]


def _checked_codes(format: Format, codes: Collection[str]) -> tuple[str, ...]:
    """The codes of which one is drawn, in an order of their own.

    Raises:
        UsageError: One is no code of the format, or there is none.
    """
    known = codes_of(format)
    if isinstance(codes, str):
        raise UsageError(f"codes is the text {codes!r}. It takes several issue codes, such as ['XSD-BAD-VALUE'].")
    wrong = [code for code in codes if code not in known]
    if wrong:
        raise UsageError(f"{format.name} has no faults with the code {wrong[0]!r}. Known codes: {', '.join(known)}.")
    if not codes:
        raise UsageError("codes is empty. Name at least one issue code, or leave it out for all of them.")
    return tuple(code for code in known if code in set(codes))


# Takes only what is not as usual, because Hypothesis prints it.
@st.composite
def drawn_near_invalid(
    draw: DrawFn, /, format: str, *, codes: tuple[str, ...] | None = None, **options: object
) -> NearInvalid:
    """Draw a near-invalid document; see `near_invalid`."""
    entry = find_format(format)
    wanted = codes_of(entry) if codes is None else codes
    return draw_near_invalid(HypothesisChooser(draw), entry, Options(**options), codes=wanted)  # type: ignore[arg-type]
