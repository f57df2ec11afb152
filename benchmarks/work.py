"""What a measurement is given to work on."""

from __future__ import annotations

import json

import attrs

__all__ = ["Work"]


@attrs.frozen(kw_only=True)
class Work:
    """A document, and where results may go.

    Attributes:
        format: Name of its format.
        path: Path of its file.
        folder: A folder for what is written.
    """

    format: str
    path: str
    folder: str

    @classmethod
    def from_json(cls, text: str) -> Work:
        """Take back what `as_json` gave."""
        return cls(**json.loads(text))

    def as_json(self) -> str:
        """It as a text that can be handed to another process."""
        return json.dumps(attrs.asdict(self))

    def result(self, name: str) -> str:
        """Path of a file to write."""
        return f"{self.folder}/{name}"
