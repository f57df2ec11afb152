"""Writes documents and graphs as Turtle and JSON-LD."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Literal

from rdflib import Graph

from loms.errors import UsageError
from loms.io.target import open_target
from loms.rdf.building import graph
from loms.rdf.json_ld import json_ld
from loms.rdf.quiet import quiet

if TYPE_CHECKING:
    from loms.document import Document

__all__ = ["Notation", "dumps", "notation_of", "write"]

Notation = Literal["turtle", "json-ld"]
"""How a graph is written."""

_ENDINGS: dict[str, Notation] = {".ttl": "turtle", ".jsonld": "json-ld"}


def dumps(content: Document | Graph, *, notation: Notation = "turtle", base: str | None = None) -> bytes:
    """Write a document as linked data into memory.

    The same document gives the same bytes.

    Args:
        content: A document of the format ``elm-loq``, or a graph, as `loms.rdf.graph` makes it.
        notation: ``turtle`` or ``json-ld``.
        base: As for `loms.rdf.graph`; a graph needs none.

    Returns:
        The bytes, in UTF-8. The JSON-LD carries its context, so reading it needs no network.

    Raises:
        UsageError: As for `loms.rdf.graph`, or there is no such notation.
        InvalidDataError: As for `loms.rdf.graph`.

    Examples:
        >>> from loms.elm import Agent, AgentReferences, Courses
        >>> document = Courses(agent_references=AgentReferences(records=[Agent(id="urn:example:baker")]))
        >>> print(dumps(document).decode().splitlines()[-1])
        <urn:example:baker> a elm:Agent .
    """
    if notation not in _ENDINGS.values():
        raise UsageError(f"There is no notation {notation!r}; take one of {', '.join(_ENDINGS.values())}.")
    made = content if isinstance(content, Graph) else graph(content, base=base)
    if notation == "json-ld":
        return f"{json_ld(made)}\n".encode()
    with quiet():
        return made.serialize(format="turtle", encoding="utf-8").rstrip() + b"\n"


def write(content: Document | Graph, path: str | os.PathLike[str], *, base: str | None = None) -> None:
    """Write a document as linked data to a file, whole or not at all.

    Args:
        content: As for `loms.rdf.dumps`.
        path: The file. A name that ends in ``.ttl`` stands for Turtle, one in ``.jsonld`` for JSON-LD; with ``.gz`` it
            is compressed.
        base: As for `loms.rdf.graph`.

    Raises:
        UsageError: As for `loms.rdf.graph`, or the name says nothing of the notation.
        InvalidDataError: As for `loms.rdf.graph`.
        TargetError: The file cannot be written; what was there is untouched.

    Examples:
        >>> import tempfile
        >>> from pathlib import Path
        >>> from loms.elm import Agent, AgentReferences, Courses
        >>> document = Courses(agent_references=AgentReferences(records=[Agent(id="urn:example:baker")]))
        >>> target = Path(tempfile.mkdtemp()) / "courses.jsonld"
        >>> write(document, target)
        >>> print(target.read_text().rpartition('"@graph"')[2])
        : [
            {
              "@id": "urn:example:baker",
              "@type": "Agent"
            }
          ]
        }
        <BLANKLINE>
    """
    name = os.fspath(path)
    notation = notation_of(name)
    if notation is None:
        raise UsageError(f"{name} does not say how to write it; let it end in {' or '.join(_ENDINGS)}.")
    data = dumps(content, notation=notation, base=base)
    with open_target(name) as stream:
        stream.write(data)


def notation_of(name: str) -> Notation | None:
    """What a file name says of how the file is written; None where that is not linked data.

    Args:
        name: Name of a file.

    Examples:
        >>> notation_of("courses.ttl.gz"), notation_of("courses.jsonld"), notation_of("courses.json")
        ('turtle', 'json-ld', None)
    """
    plain = name.lower().removesuffix(".gz")
    return next((notation for ending, notation in _ENDINGS.items() if plain.endswith(ending)), None)
