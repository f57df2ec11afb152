"""stub"""

import click


@click.command()
def convert() -> None:
    """Stub.

    \b
    Example:
      loms convert
    """
