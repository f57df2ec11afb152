"""Rules about logos: their bytes are what they are said to be, and not too many."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from lxml import etree

from loms.validate.defining import Finding, Here, rule
from loms.validate.rules.reading import LOMS, shortened

LARGEST = 1_000_000
"""How many bytes a logo may have; pages that show fifty providers load fifty of them."""

_BEGINNINGS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
    b"%PDF-": "application/pdf",
    b"RIFF": "image/webp",
    b"BM": "image/bmp",
    b"<svg": "image/svg+xml",
    b"<?xml": "image/svg+xml",
}
_TYPES = "http://data.europa.eu/europass/mediaType/"
_NUMBER = re.compile(r"\+?\d+", re.ASCII)
# As many letters of Base64 as show how the bytes begin, with white space before and between them.
_BEGINNING = re.compile(r"(?:\s*\S){0,32}")
_PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="


def _logo(kind: str) -> str:
    return f"""
<organization>
  <logo>
    <contentType uri="{_TYPES}image/{kind}"/>
    <contentEncoding uri="http://data.europa.eu/europass/mediaContentEncoding/base64"/>
    <content>{_PIXEL}</content>
  </logo>
</organization>"""


@rule(
    "LOMS-LOGO-TYPE",
    "error",
    says="The bytes of a logo are of its content type.",
    why="Browsers show a broken image.",
    remedy="Correct contentType, or put in the right file.",
    limits="What the logo holds is told by how its bytes begin: PNG, JPEG, GIF, WebP, BMP, SVG and PDF are known.",
    elements=("logo",),
    bad=_logo("jpeg"),
    good=_logo("png"),
)
def of_another_type(element: etree._Element, here: Here) -> Iterator[Finding]:
    kind, content = element.find(f"{LOMS}contentType"), element.find(f"{LOMS}content")
    if kind is None or content is None:
        return
    said = kind.get("uri", "").strip().removeprefix(_TYPES)
    found_letters = _BEGINNING.match(content.text or "")
    begin = _decoded("".join(found_letters[0].split()) if found_letters else "")
    if begin is None:
        # The schema says so.
        return
    found = next((each for magic, each in _BEGINNINGS.items() if begin.startswith(magic)), None)
    if found != said:
        what = f"is {found}" if found else "is no image" if begin else "is empty"
        yield Finding(content, f"The logo says that it is {said}, but what it holds {what}.")


@rule(
    "LOMS-LOGO-SIZE",
    "warning",
    says="A logo has at most 1 MB, and as many bytes as it says.",
    why="It is loaded with every page that shows the provider.",
    remedy="Make it smaller: 400 pixels are wide enough.",
    limits=f"Told only when it has more than {LARGEST:,} bytes, or contentSize says another number than it has.",
    elements=("logo",),
    bad=_logo("png").replace("    <content>", "    <contentSize>5</contentSize>\n    <content>"),
    good=_logo("png").replace("    <content>", "    <contentSize>70</contentSize>\n    <content>"),
)
def too_large(element: etree._Element, here: Here) -> Iterator[Finding]:
    content, said = element.find(f"{LOMS}content"), element.find(f"{LOMS}contentSize")
    if content is None:
        return
    letters = "".join((content.text or "").split())
    size = len(letters) * 3 // 4 - letters[-2:].count("=")
    if size > LARGEST:
        yield Finding(content, f"The logo has {size:,} bytes.")
    elif said is not None and _NUMBER.fullmatch(text := (said.text or "").strip()) and text.lstrip("+0") != str(size):
        message = f"contentSize is {shortened(text)}, but the logo has {size:,} bytes."
        yield Finding(said, message, remedy="Write contentSize anew, or leave it out.")


def _decoded(letters: str) -> bytes | None:
    try:
        return base64.b64decode(letters, validate=True)
    except (binascii.Error, ValueError):
        return None
