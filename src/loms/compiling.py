"""Writes Python source line by line and makes functions of it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

__all__ = ["Source"]


class Source:
    """The source of one function, and the objects that it names."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._depth = 0
        self._objects: dict[str, object] = {}
        self._names: dict[int, str] = {}

    def add(self, line: str) -> None:
        """Add a line at the present depth.

        Args:
            line: The line, without indentation.
        """
        self._lines.append("    " * self._depth + line)

    @contextlib.contextmanager
    def block(self, head: str) -> Iterator[None]:
        """Add a line that begins a block; what is added inside belongs to it.

        Args:
            head: The line, with its colon.
        """
        self.add(head)
        self._depth += 1
        yield
        self._depth -= 1

    def name(self, value: object, hint: str) -> str:
        """A name for an object; the same object gets the same name.

        Args:
            value: The object.
            hint: How the name begins.
        """
        if id(value) not in self._names:
            self._names[id(value)] = f"{hint}_{len(self._names)}"
            self._objects[self._names[id(value)]] = value
        return self._names[id(value)]

    def function(self, name: str, title: str) -> Any:
        """Compile the source and return one function of it.

        Args:
            name: Name of the function.
            title: What tracebacks and profiles call the source.
        """
        # The source is made of the names of classes and fields and of constants, never of data.
        exec(compile("\n".join(self._lines), f"<{title}>", "exec"), self._objects)  # noqa: S102
        return self._objects[name]
