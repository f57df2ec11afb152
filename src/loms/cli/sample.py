"""The command ``loms sample``: a document to try things with."""

from __future__ import annotations

import sys

import click

from loms.cli.options import STANDARD_STREAM, Command, names_json, output_option
from loms.formats import FORMATS

__all__ = ["sample"]


@click.command(
    cls=Command,
    examples=[
        "loms sample",
        "loms sample --format loq-learning-opportunities -n 1000 -o legacy.xml.gz",
        "loms sample -n 20 --seed 1 --language en --language fr",
    ],
)
@click.option(
    "format_name",
    "--format",
    type=click.Choice([each.name for each in FORMATS]),
    default=FORMATS[0].name,
    show_default=True,
    help="Format of the document.",
)
@click.option(
    "records",
    "-n",
    "--records",
    type=click.IntRange(min=0),
    default=10,
    show_default=True,
    help="How many records it is about, with a third as many of each other kind.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed gives the same bytes.")
@click.option("languages", "--language", multiple=True, metavar="CODE", help="Language of texts; may be repeated.")
@click.option("--minimal", is_flag=True, help="Leave out all that the schema does not demand.")
@click.option("--odd", is_flag=True, help="Arbitrary texts and dates instead of believable ones.")
@output_option(metavar="OUT")
def sample(
    *, format_name: str, records: int, seed: int, languages: tuple[str, ...], minimal: bool, odd: bool, target: str
) -> None:
    """Write a valid sample document.

    It is invented from the schema: records are linked, codes come from the code lists. The same options give the same
    bytes in the same version of loms.
    """
    import loms
    from loms.samples.sample import sample as make

    if names_json(target):
        raise loms.UsageError(f"A sample is XML; write it to an .xml file, then: loms convert FILE.xml -o {target}")

    document = make(
        format_name,
        records=records,
        seed=seed,
        languages=languages or None,
        minimal=minimal,
        realistic=not odd,
    )
    loms.write(document, sys.stdout.buffer if target == STANDARD_STREAM else target)
