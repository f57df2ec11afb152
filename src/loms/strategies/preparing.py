"""Does once, when a strategy is made, what the first drawing would otherwise have to wait for."""

from __future__ import annotations

import functools

from loms.formats import find_format
from loms.samples.alphabets import LINE, TEXT
from loms.samples.chooser import RandomChooser
from loms.samples.document import draw_document
from loms.samples.faults import codes_of, draw_near_invalid
from loms.samples.options import Options
from loms.strategies.chooser import strings

__all__ = ["prepare"]


@functools.cache
def prepare(format: str, *, realistic: bool, faults: bool = False) -> None:
    """Load schema, models and tables.

    Hypothesis refuses a test of which the first examples take a second to draw. On a slow or busy machine loading
    takes longer, but it does not count before drawing begins.

    Args:
        format: Name of the format of which documents or records are to be drawn.
        realistic: Whether believable ones are.
        faults: Whether ones with a fault are.

    Examples:
        >>> prepare("loq-delete", realistic=True)
    """
    entry, options, chooser = find_format(format), Options(realistic=realistic), RandomChooser(seed=1)
    draw_document(chooser, entry, options)
    if faults:
        for code in codes_of(entry):
            draw_near_invalid(chooser, entry, options, codes=(code,))
    for alphabet in (TEXT, LINE):
        strings(alphabet, 0, 1).validate()
