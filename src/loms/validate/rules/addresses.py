"""Rules about addresses on the web and of mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from lxml import etree

from loms.validate.defining import Finding, Here, rule
from loms.validate.rules.reading import LEGACY, name_of, shortened

_LEGACY_PAGES = ("Url", "QualificationAwardedURL", "AwardingBodyUrl", "SupplementUrl")
# Letters of any alphabet, since names of hosts have them today.
_HOST = re.compile(r"(?:(?!-)[\w-]{1,63}(?<!-)\.)+(?!-)[\w-]{2,63}(?<!-)\.?|\[[0-9A-Fa-f:.]+\]|(?:\d{1,3}\.){3}\d{1,3}")
_BEGINNINGS = ("http://", "https://")
_MAIL = re.compile(r"""[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?P<host>[^@\s]+)""")


@rule(
    "LOMS-URL-SYNTAX",
    "error",
    says="A web address can be opened.",
    why="Readers who follow it get nowhere.",
    remedy="Copy the address out of a browser.",
    formats=("loms-2019", *LEGACY),
    elements=("homepage", "supplementaryDoc", "webresource", "contentUrl", *_LEGACY_PAGES),
    bad="""
<learningOpportunity>
  <homepage uri="http://https//school.example/bread"/>
</learningOpportunity>""",
    good="""
<learningOpportunity>
  <homepage uri="https://school.example/bread"/>
</learningOpportunity>""",
)
def web_address(element: etree._Element, here: Here) -> Iterator[Finding]:
    uri = element.get("uri")
    attribute = None if uri is None else "uri"
    value = ((element.text or "") if uri is None else uri).strip()
    if uri is not None and not value.startswith(_BEGINNINGS):
        # The schema says so.
        return
    fault = _fault_of_page(value) if value else None
    if fault is not None:
        yield Finding(element, f"{name_of(element)} is {shortened(value)}, {fault}.", attribute=attribute)


@rule(
    "LOMS-MAIL-SYNTAX",
    "error",
    says="A mail address can be written to.",
    why="Mails to the provider come back.",
    remedy="Write mailto: and the address, such as mailto:office@school.example.",
    elements=("mailBox", "wallet"),
    bad="""
<organization>
  <contactPoint><mailBox uri="mailto:office at school.example"/></contactPoint>
</organization>""",
    good="""
<organization>
  <contactPoint><mailBox uri="mailto:office@school.example"/></contactPoint>
</organization>""",
)
def mail_address(element: etree._Element, here: Here) -> Iterator[Finding]:
    uri = element.get("uri", "").strip()
    if not uri.startswith("mailto:"):
        # The schema says so.
        return
    address = unquote(uri.removeprefix("mailto:").partition("?")[0]).strip()
    match = _MAIL.fullmatch(address)
    if match is None or not _HOST.fullmatch(match["host"]) or ".." in address or address.startswith("."):
        yield Finding(element, f"{name_of(element)} is {shortened(uri)}, which is no mail address.", attribute="uri")


def _fault_of_page(value: str) -> str | None:
    """Why a web address cannot be opened, or None where it looks as if it can."""
    if not value.startswith(_BEGINNINGS):
        # It may be anything that has a scheme.
        return None if ":" in value else "which has no scheme such as https:"
    if len(value.split()) > 1:
        return "which holds a space"
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "which is no web address"
    if not host or not _HOST.fullmatch(host if ":" not in host else f"[{host}]"):
        return f"and {host!r} is no name of a server" if host else "which names no server"
    return None
