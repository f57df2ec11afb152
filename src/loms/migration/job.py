"""What each process needs to know that converts chunks of a file."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from loms.convert.settings import Settings
from loms.migration.chunks import Chunk, ChunkConverter, ConvertedChunk

__all__ = ["UNSENDABLE", "ConversionJob"]

UNSENDABLE = (
    "The known qualifications of the settings cannot be sent to other processes. Give a mapping of "
    "addresses, or use one job."
)
"""What to say where the settings cannot be sent."""


@attrs.frozen(kw_only=True)
class ConversionJob:
    """A `loms.workers.Job`.

    Attributes:
        name: Name of the edge.
        settings: The settings by name.
        keeps_entries: Whether the entries of the report are wanted.
        source: Name of the source, for messages.
    """

    name: str
    settings: Mapping[str, Any]
    keeps_entries: bool
    source: str

    @classmethod
    def of(cls, settings: Settings, *, name: str, keeps_entries: bool, source: str) -> ConversionJob:
        """The job with settings as they can be sent to a process."""
        given = attrs.asdict(settings, recurse=False)
        given["fallback_languages"] = dict(settings.fallback_languages)
        return cls(name=name, settings=given, keeps_entries=keeps_entries, source=source)

    def begin(self) -> Callable[[Chunk], ConvertedChunk]:
        """What does the work."""
        return self.converter().convert

    def converter(self) -> ChunkConverter:
        """What converts chunks."""
        by_record = importlib.import_module(f"loms.convert.{self.name}").BY_RECORD
        settings = Settings(**self.settings)
        return ChunkConverter(by_record, settings, keeps_entries=self.keeps_entries, source=self.source)
