"""The command ``loms info``: what a file holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from loms.cli.options import Command, json_option, max_unpacked_size_option, source_of
from loms.cli.terminal import print_json, results

if TYPE_CHECKING:
    from loms.cli.contents import Contents

__all__ = ["info"]


@click.command(
    cls=Command, examples=["loms info courses.xml", "curl -s https://data.example.org/courses.xml.gz | loms info -"]
)
@click.argument("file")
@max_unpacked_size_option
@json_option
def info(*, file: str, max_unpacked_size: int | None, as_json: bool) -> None:
    """Show what FILE holds.

    Its format and size, the records of each kind, the languages of its texts, the number of providers, and how often it
    refers to qualifications of other datasets or, in the legacy format, says what qualification a course leads to. The
    file is read once, in little memory whatever its size. It must be well formed,
    but it need not be valid.
    """
    from loms.cli.contents import contents_of

    found = contents_of(source_of(file), max_unpacked_size=max_unpacked_size)
    if as_json:
        print_json(found.as_dict())
    else:
        results().table(("What", "How much"), _rows(found), title=found.source)


def _rows(found: Contents) -> Iterator[tuple[str, str]]:
    """What a person wants to know, line by line."""
    yield "format", f"{found.format.name}: {found.format.title}"
    declared = found.declared_version
    yield "version", found.format.version if declared in (None, found.format.version) else f"{declared} (as declared)"
    stored = found.stored_size
    compressed = f" ({stored:,} bytes compressed)" if stored not in (None, found.size) else ""
    yield "size", f"{found.size:,} bytes{compressed}"
    yield "records", f"{sum(found.records.values()):,}"
    for kind, count in found.records.items():
        yield f"  {kind}", f"{count:,}"
    yield "texts", f"{sum(found.languages.values()):,}"
    for language, count in found.languages.items():
        yield f"  {language}", f"{count:,}"
    if found.providers is not None:
        yield "providers", f"{found.providers:,}"
    if found.format.name == "loms-2019":
        yield "references to qualifications", f"{found.qualification_refs:,}"
    if found.qualification_blocks is not None:
        yield "qualification blocks", f"{found.qualification_blocks:,}"
