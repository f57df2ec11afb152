"""Fills the template of the page."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from importlib.resources import files

from loms.errors import MissingDependencyError
from loms.reporting.findings import Findings
from loms.reporting.html.view import view_of

try:
    import jinja2

    from loms.reporting.html.texts import breakable, shown, shown_number, shown_share
except ImportError as error:
    raise MissingDependencyError("Reports in HTML need one more package: pip install jinja2") from error

__all__ = ["html_pieces"]

_BUFFER = 200
"""How many pieces of the template are handed on together."""


def html_pieces(findings: Findings) -> Iterator[str]:
    """The page, in pieces.

    Args:
        findings: What to tell.
    """
    style, script = _asset("report.css"), _asset("report.js")
    stream = (
        _environment()
        .get_template("report.html")
        .stream(
            view=view_of(findings),
            style=style,
            script=script,
            policy=f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
            "base-uri 'none'; form-action 'none'",
        )
    )
    stream.enable_buffering(_BUFFER)
    yield from stream
    yield "\n"


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("loms.reporting.html"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"breakable": breakable, "shown": shown, "number": shown_number}
    environment.globals |= {"share": shown_share}
    return environment


def _asset(name: str) -> str:
    return files("loms.reporting.html").joinpath("templates", name).read_text("utf-8")


def _hash(text: str) -> str:
    """What the policy calls a style or script that may be used."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}"
