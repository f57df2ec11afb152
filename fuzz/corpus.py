"""The documents to start from: drawn ones of every format and in every dress, and those of the tests."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import loms
from loms.formats import FORMATS, Format
from loms.samples.chooser import RandomChooser
from loms.samples.document import draw_document
from loms.samples.faults import codes_of, draw_near_invalid
from loms.samples.options import Options
from loms.samples.respelling import respelled

__all__ = ["CRASHES", "LONGEST", "content_name", "drawn", "seeds", "seeds_of_json", "write_seeds"]

ROOT = Path(__file__).resolve().parents[1]
CRASHES = ROOT / "tests" / "fuzz" / "crashes"
"""The regression files: everything that once broke a promise."""

LONGEST = 28_000
"""The most bytes of a document that is fuzzed."""

_KINDS = (Options(max_records=1), Options(max_records=1, realistic=True), Options(max_records=1, minimal=True))
_OF_EACH_KIND = 12
_OF_EACH_FAULT = 3
_BOMB = 1_000_000


def seeds(seed: int) -> Iterator[bytes]:
    """XML documents to start from, the same ones for the same seed.

    Args:
        seed: Any whole number.

    Yields:
        Documents of at most ``LONGEST`` bytes.
    """
    chooser = RandomChooser(seed=seed)
    for data in drawn(seed):
        yield data
        if chooser.integer(0, 1):
            other = respelled(chooser, data)
            yield gzip.compress(other, mtime=0) if chooser.integer(0, 2) == 0 else other
    for folder in (ROOT / "tests" / "data" / "valid", CRASHES):
        yield from (each.read_bytes() for each in sorted(folder.iterdir()))
    yield from _near_invalid(seed)
    yield gzip.compress(b"<a>" + b" " * _BOMB, mtime=0)


def seeds_of_json(seed: int) -> Iterator[bytes]:
    """The same documents as JSON.

    Args:
        seed: As for `seeds`.

    Yields:
        JSON of at most ``LONGEST`` bytes.
    """
    for data in drawn(seed):
        text = loms.to_json(loms.loads(data)).encode()
        if len(text) <= LONGEST:
            yield text
    yield from (each.read_bytes() for each in sorted(CRASHES.iterdir()))


def drawn(seed: int) -> Iterator[bytes]:
    """Drawn documents, small ones of every format.

    Args:
        seed: Any whole number.

    Yields:
        Valid documents of at most ``LONGEST`` bytes.
    """
    for format in FORMATS:
        for options in _KINDS:
            for number in range(2 if options.minimal else _OF_EACH_KIND):
                data = _drawn(format, options, seed * _OF_EACH_KIND + number)
                if len(data) <= LONGEST:
                    yield data


def write_seeds(folder: Path, documents: Iterable[bytes]) -> None:
    """Write documents into a folder, each under a name made of its content.

    Args:
        folder: Is made anew.
        documents: What to write.
    """
    folder.mkdir(parents=True)
    for data in documents:
        folder.joinpath(content_name(data)).write_bytes(data)


def content_name(data: bytes) -> str:
    """A name made of the content of a file.

    Args:
        data: The content.

    Examples:
        >>> content_name(b"<a/>")
        '29114363'
    """
    return hashlib.sha256(data).hexdigest()[:8]


def _drawn(format: Format, options: Options, seed: int) -> bytes:
    return loms.dumps(draw_document(RandomChooser(seed=seed), format, options))


def _near_invalid(seed: int) -> Iterator[bytes]:
    """Documents with one fault, a few of each kind."""
    for format in FORMATS:
        for code in codes_of(format):
            for number in range(_OF_EACH_FAULT):
                chooser = RandomChooser(seed=seed * _OF_EACH_FAULT + number)
                data = draw_near_invalid(chooser, format, Options(max_records=1), codes=[code]).data
                if len(data) <= LONGEST:
                    yield data
