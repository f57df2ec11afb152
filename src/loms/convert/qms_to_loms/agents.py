"""Agents, which become organizations, and where they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import cast
from urllib.parse import quote

from loms.convert.accounting import Ledger
from loms.convert.identifiers import is_uri
from loms.convert.leaves import Leaf, View
from loms.convert.qms_to_loms.codes import country_of, find_agent_type, find_location, place_of
from loms.convert.qms_to_loms.context import AgentEntry, Context
from loms.convert.qms_to_loms.draft import AgentDraft, start_agent
from loms.convert.qms_to_loms.names import write_agent_names
from loms.convert.qms_to_loms.pages import write_documents
from loms.convert.refusing import CannotConvertError
from loms.convert.to_loms.assembly import LomsAssembly
from loms.convert.to_loms.texts import label_content
from loms.errors import Severity
from loms.model import (
    ContactPoint,
    Country,
    EscoOrganizationTypeCode,
    LocationCode,
    MailBox,
    Nuts,
    SpatialCodeLocation,
)

__all__ = ["AGENT_STEPS", "agent_entries", "convert_agent", "location_of"]

_MAIL = "mailto:"
_IN_MAIL = "!$&'()*+,;=:@/?~"


def agent_entries(agents: Iterable[View], qualifications: Iterable[View]) -> list[AgentEntry]:
    """The agents as awarding activities know them, with the places of these activities.

    Args:
        agents: The agents of the document.
        qualifications: Its qualifications.
    """
    entries = [
        AgentEntry(
            names=[leaf for leaf in view.all("Name") if not label_content(leaf.value).is_blank],
            keys=frozenset(
                leaf.value.strip() for name in ("URI", "Identifier") for leaf in view.all(name) if leaf.value.strip()
            ),
        )
        for view in agents
    ]
    by_key = {key: entry for entry in reversed(entries) for key in entry.keys}
    for view in qualifications:
        for activity in view.blocks("AwardingActivities/AwardingActivity"):
            location = location_of(activity, "Location")
            for reference in activity.blocks("AssociatedWith"):
                found = next((by_key[key] for leaf in reference.leaves if (key := leaf.value.strip()) in by_key), None)
                if found is not None and location is not None:
                    found.add_location(country_of(location))
    return entries


def location_of(view: View, name: str) -> Country | Nuts | None:
    """The country or region that a field names, or None where it is not known.

    Args:
        view: A record or a block in it.
        name: The field.
    """
    leaves = [leaf for block in view.blocks(name) for part in ("Code", "URI") if (leaf := block.one(part))]
    return next((found for leaf in leaves if (found := find_location(leaf.value.strip()))), None)


def convert_agent(assembly: LomsAssembly, context: Context, view: View, entry: AgentEntry) -> None:
    """Convert an agent.

    Args:
        assembly: Takes what comes of it.
        context: What the records of the document share.
        view: The agent.
        entry: The same as awarding activities know it.
    """
    location = location_of(view, "MainSite") or next(iter(entry.locations), None)

    def start(ledger: Ledger, name: tuple[str, ...]) -> AgentDraft:
        place = place_of(location) if location else None
        return start_agent(context, ledger, name=name, place=place, entry=entry)

    draft = assembly.convert_record(view, start=start, steps=AGENT_STEPS)
    if draft is not None:
        entry.id = draft.organization.id


def write_types(draft: AgentDraft) -> None:
    """What kind of organization it is.

    Args:
        draft: The records to write to.
    """
    types = draft.organization.type
    for block in draft.view.blocks("AgentType"):
        found = draft.find(block, find_agent_type, draft.spot.at("type/@uri"))
        if found is not None and all(each.uri is not found for each in types):
            types.append(EscoOrganizationTypeCode(uri=found))


def write_contacts(draft: AgentDraft) -> None:
    """Mail addresses and pages.

    Args:
        draft: The records to write to.
    """
    point = ContactPoint()
    for leaf in draft.view.all("Email/URI"):
        address = _mail_address(leaf.value.strip())
        if address is None:
            _drop_mail(draft, leaf)
        else:
            point.mail_box.append(MailBox(uri=address))
            draft.keep_same(leaf, address, draft.spot.at("contactPoint/mailBox/@uri"))
    if point.mail_box:
        draft.organization.contact_point.append(point)
    write_documents(draft, "HomePage", draft.organization.homepage, draft.spot.at("homepage"))


def write_site(draft: AgentDraft) -> None:
    """Where the organization is: its main site, else the country in which it awards qualifications.

    Args:
        draft: The records to write to.

    Raises:
        CannotConvertError: Nothing says a country, but LOMS requires one.
    """
    target = draft.spot.at("hasLocation/spatialCode/@uri")
    found: Country | Nuts | None = None
    for block in draft.view.blocks("MainSite"):
        found = cast("Country | Nuts | None", draft.find(block, find_location, target))
    if found is None and draft.entry.locations:
        found = draft.entry.locations[0]
        draft.ledger.synthesise(target)
    if found is None:
        name = draft.entry.names[0].value if draft.entry.names else ""
        raise CannotConvertError(
            code="CONVERT-NO-COUNTRY",
            message=f"The organization {name[:80]!r} has no MainSite, and no awarding activity says its country.",
            remedy="Give it a MainSite, or the awarding activity a Location.",
            path="Agent/MainSite",
        )
    draft.organization.has_location.append(SpatialCodeLocation(spatial_code=[LocationCode(uri=found)]))


AGENT_STEPS: Sequence[Callable[[AgentDraft], None]] = (write_agent_names, write_types, write_contacts, write_site)
"""The steps of the conversion of an agent, in the order in which they run."""


def _mail_address(value: str) -> str | None:
    """A mail address as a URI, or None for what is none."""
    rest = value[len(_MAIL) :] if value.lower().startswith(_MAIL) else value
    if "@" not in rest or (rest is value and is_uri(value)):
        return None
    return value if value.startswith(_MAIL) and is_uri(value) else _MAIL + quote(rest, safe=_IN_MAIL)


def _drop_mail(draft: AgentDraft, leaf: Leaf) -> None:
    lost = bool(leaf.value.strip())
    draft.ledger.drop(leaf, lost=lost)
    if lost:
        draft.ledger.issue(
            "CONVERT-NO-ADDRESS",
            f"The Email of the agent is not a mail address: {leaf.value[:80]!r}.",
            severity=Severity.ERROR,
            path=leaf.path,
            remedy="Write an address that begins with mailto:.",
        )
