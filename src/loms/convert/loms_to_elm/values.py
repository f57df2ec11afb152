"""Writes identifiers, web pages, concepts, sums of money, credit points and moments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar
from urllib.parse import quote

from xsdata.models.datatype import XmlDateTime, XmlDuration

from loms import elm
from loms.convert.from_loms.dataset import Held, Node
from loms.convert.identifiers import is_any_uri, is_uri, minted_id, minted_uuid
from loms.convert.lexical import duration_of, number_of
from loms.convert.loms_to_elm.codes import elm_code, place_code
from loms.convert.loms_to_elm.draft import BLANK, REPEATED, ElmDraft, Place
from loms.convert.loms_to_elm.texts import LABELS, phrase, write_strings

__all__ = [
    "write_concepts",
    "write_credits",
    "write_duration",
    "write_identifiers",
    "write_legal_identifiers",
    "write_moment",
    "write_pages",
    "write_price",
]

T = TypeVar("T")

_ABOUT = ("schemeID", "schemeAgencyID", "schemeAgencyName", "issuedDate", "type", "spatialID")
_TAKEN = "Another identifier of the file has the notation, which may stand only once."
_WITH_OTHER = "It goes with its identifier, which was left out."
_WITH_NUMBER = "It goes with its number, which is blank."
_WITH_AMOUNT = "It goes with its amount, which was left out."
_NO_TYPE = "In ELM the type of an identifier is a URI."
_NO_AGENCY = "In ELM the agency of an identifier has one name, and its id is a URI."
_NO_PAGE = "A page without an address is none."
_ONE_LANGUAGE = "A page of ELM has one language."
_UNREADABLE = "The value cannot be read."
_NAMELESS = "A concept needs a notation, a name or a URI."
_ECTS = "http://data.europa.eu/snb/education-credit/6fcec5c5af"


def write_identifiers(draft: ElmDraft, node: Node, name: str, place: Place) -> list[elm.Identifier]:
    """Write identifiers whose notations are still free.

    Args:
        draft: The record to write to.
        node: The record or block that holds them.
        name: Name of the element.
        place: The element that takes them.
    """
    found = []
    for held in node.all(name):
        about = [draft.about(held, each) for each in _ABOUT]
        if not held.value.strip():
            _leave_out(draft, held, about, lost=False, detail=BLANK)
        elif not draft.context.take(held.value, node.record):
            _leave_out(draft, held, about, lost=True, detail=_TAKEN)
            draft.warn(
                "CONVERT-NOTATION-REPEATED",
                f"The identifier {held.value!r} is there more than once, and ELM takes a notation only once in a file; "
                "it was left out here.",
                path=held.leaf.path,
                remedy="Give every record an identifier of its own.",
            )
        else:
            identifier = elm.Identifier(notation=elm.Notation(value=held.value))
            _fill(draft, identifier, held, place)
            found.append(identifier)
    return found


def write_legal_identifiers(
    draft: ElmDraft, name: str, place: Place, *, otherwise: Place
) -> tuple[list[elm.LegalIdentifier], list[elm.Identifier]]:
    """Write identifiers by which an organization is registered.

    Args:
        draft: The organization.
        name: Name of the element.
        place: The element that takes them.
        otherwise: The element that takes those whose country or region is not in the list of ELM.

    Returns:
        Those with a country or region, and the others.
    """
    found: list[elm.LegalIdentifier] = []
    others: list[elm.Identifier] = []
    for held in draft.node.all(name):
        spatial = draft.about(held, "spatialID")
        code = place_code(spatial.value) if spatial is not None else None
        if not held.value.strip():
            _leave_out(draft, held, [draft.about(held, each) for each in _ABOUT], lost=False, detail=BLANK)
        elif spatial is None or code is None or not (uri := draft.allow(spatial, code)):
            draft.drop(spatial, lost=True)
            if draft.context.take(held.value, draft.node.record):
                other = elm.Identifier(notation=elm.Notation(value=held.value))
                _fill(draft, other, held, otherwise, is_legal=True)
                others.append(other)
            else:
                about = [draft.about(held, each) for each in _ABOUT if each != "spatialID"]
                _leave_out(draft, held, about, lost=True, detail=_TAKEN)
        else:
            where = elm.LocationCode(uri=_country_or_region(draft.write(spatial, uri, place.at("spatial/@uri"))))
            legal = elm.LegalIdentifier(notation=elm.Notation(value=held.value), spatial=where)
            _fill(draft, legal, held, place, is_legal=True)
            found.append(legal)
    return found, others


def write_pages(draft: ElmDraft, node: Node, name: str, place: Place) -> list[elm.WebResource]:
    """Write pages of the web.

    Args:
        draft: The record to write to.
        node: The record or block that holds them.
        name: Name of the element.
        place: The element that takes them.
    """
    found = []
    for block in node.blocks(name):
        address = block.one("@uri")
        if address is None or not is_any_uri(address.value):
            draft.drop_all(block.leaves, lost=True, detail=_NO_PAGE)
            continue
        page = elm.WebResource(
            title=write_strings(draft, block, "title", place.at("title"), between=LABELS),
            content_url=draft.write(address, address.value, place.at("contentUrl")),
        )
        for held in block.all("language/@uri"):
            if page.language is not None:
                draft.drop(held, lost=True, detail=_ONE_LANGUAGE)
            elif uri := draft.write_code(held, "language", place.at("language/@uri")):
                page.language = elm.LanguageCode(uri=elm.Language(uri))
        found.append(page)
    return found


def write_concepts(draft: ElmDraft, name: str, place: Place, *, kind: str = "") -> list[elm.Concept]:
    """Write concepts of classifications that are open in ELM.

    Args:
        draft: The record to write to.
        name: Name of the element.
        place: The element that takes them.
        kind: What ids are made of for concepts without one; empty where those have no place.
    """
    found = []
    for block in draft.node.blocks(name):
        identity, notation = block.one("@targetID"), block.one("@targetNotation")
        schemes = [
            held
            for each in ("@targetFrameworkID", "@targetFrameworkUrl")
            for held in block.all(each)
            if is_any_uri(held.value)
        ]
        has_identity = identity is not None and is_any_uri(identity.value)
        has_notation = notation is not None and bool(notation.value.strip())
        concept = elm.Concept(uri="")
        if not has_identity and not (kind and (has_notation or block.one("targetName/text") is not None)):
            draft.drop_all(block.leaves, lost=True, detail=_NAMELESS)
            continue
        concept.pref_label = write_strings(draft, block, "targetName", place.at("prefLabel"), between=LABELS)
        if not has_identity and not has_notation and not concept.pref_label:
            seen = draft.ledger.accounted()
            rest = [held for held in block.leaves if held.leaf.path not in seen]
            draft.drop_all(rest, lost=True, detail=_NAMELESS)
            continue
        if identity is not None and has_identity:
            concept.uri = draft.write(identity, identity.value, place.at("@uri"))
        else:
            draft.drop(identity, lost=True)
            concept.uri = _concept_uri(draft, kind, notation, schemes, concept.pref_label)
            draft.synthesise(place.at("@uri"))
        if notation is not None and has_notation:
            concept.notation = elm.Notation(value=draft.write(notation, notation.value, place.at("notation")))
        else:
            draft.drop(notation, lost=False)
        for each in ("@targetFrameworkID", "@targetFrameworkUrl"):
            concept.in_scheme += [
                uri for held in block.all(each) if (uri := draft.write_uri(held, place.at("inScheme")))
            ]
        found.append(concept)
    return found


def write_price(draft: ElmDraft, block: Node, place: Place) -> tuple[elm.Amount | None, list[elm.Note]]:
    """Write a sum of money; one in a currency that ELM does not have becomes a note.

    Args:
        draft: The record to write to.
        block: The price.
        place: The element that takes it.
    """
    held = block.one("amount")
    if held is None:
        return None, []
    unit, number = draft.about(held, "unit"), number_of(held.value)
    if number is None:
        draft.drop(held, lost=True, detail=_UNREADABLE)
        draft.drop(unit, lost=False, detail=_WITH_AMOUNT)
        return None, []
    uri = draft.write_code_or_keep(unit, "currency", place.at("amount/unit/@uri")) if unit is not None else ""
    if uri:
        draft.write(held, f"{number:f}", place.at("amount/value"))
        return elm.Amount(unit=elm.CurrencyCode(uri=elm.Currency(uri)), value=number), []
    leaves = [held] if unit is None else [held, unit]
    currency = "" if unit is None else unit.value.rpartition("/")[2]
    note = phrase(draft, f"Amount: {held.value.strip()} {currency}".rstrip(), leaves, place.at("additionalNote"))
    return None, [note]


def write_credits(draft: ElmDraft, place: Place) -> tuple[list[elm.CreditPoint], list[elm.Note]]:
    """Write credit points; those without a system become notes.

    Args:
        draft: The specification to write to.
        place: Its place.
    """
    found: list[elm.CreditPoint] = []
    notes: list[elm.Note] = []
    known: set[tuple[str, object]] = set()
    target = place.at("creditPoint")
    for name, default in (("hasECTSCreditPoints", _ECTS), ("hasCreditPoints", "")):
        for held in draft.node.all(name):
            scheme, uri = draft.about(held, "schemeID"), default
            if not held.value.strip():
                draft.drop(held, lost=False, detail=BLANK)
                draft.drop(scheme, lost=False, detail=_WITH_NUMBER)
                continue
            if scheme is not None:
                uri = draft.allow(scheme, elm_code("credit-point-system", scheme.value))
            if not uri:
                leaves, said = [held], f"Credit points: {held.value.strip()}"
                if scheme is not None:
                    leaves, said = [held, scheme], f"{said} ({scheme.value.strip()})".removesuffix(" ()")
                notes.append(phrase(draft, said, leaves, place.at("additionalNote")))
                continue
            number = number_of(held.value)
            same = (uri, held.value.strip() if number is None else number)
            if same in known:
                draft.drop(held, lost=False, detail=REPEATED)
                draft.drop(scheme, lost=False, detail=REPEATED)
                continue
            known.add(same)
            if scheme is None:
                draft.synthesise(target.at("framework/@uri"))
            else:
                draft.write(scheme, uri, target.at("framework/@uri"))
            point = draft.write(held, held.value, target.at("point"))
            framework = elm.CreditPointFrameworkCode(uri=elm.CreditPointFramework(uri))
            found.append(elm.CreditPoint(framework=framework, point=point))
    return found, notes


def write_duration(draft: ElmDraft, held: Held | None, place: Place) -> XmlDuration | None:
    """Write a duration.

    Args:
        draft: The record to write to.
        held: The source, if there is one.
        place: The element that takes it.
    """
    return _write_value(draft, held, place, duration_of)


def write_moment(draft: ElmDraft, held: Held | None, place: Place) -> XmlDateTime | None:
    """Write a date with its time.

    Args:
        draft: The record to write to.
        held: The source, if there is one.
        place: The element that takes it.
    """
    return _write_value(draft, held, place, _moment_of)


def _write_value(draft: ElmDraft, held: Held | None, place: Place, read: Callable[[str], T | None]) -> T | None:
    value = None if held is None else read(held.value)
    if held is None:
        return None
    if value is None:
        draft.drop(held, lost=True, detail=_UNREADABLE)
        return None
    draft.write(held, str(value), place)
    return value


def _moment_of(text: str) -> XmlDateTime | None:
    try:
        return XmlDateTime.from_string(text.strip(" \t\r\n"))
    except ValueError:
        return None


def _leave_out(draft: ElmDraft, held: Held, about: Sequence[Held | None], *, lost: bool, detail: str) -> None:
    draft.drop(held, lost=lost, detail=detail)
    for each in about:
        draft.drop(each, lost=False, detail=_WITH_OTHER)


def _fill(
    draft: ElmDraft, made: elm.Identifier | elm.LegalIdentifier, held: Held, place: Place, *, is_legal: bool = False
) -> None:
    """Write an identifier and what is said of it, but for the country or region of a legal one."""
    draft.write(held, held.value, place.at("notation"))
    scheme = draft.about(held, "schemeID")
    if scheme is not None and is_uri(scheme.value):
        made.notation.type = draft.write(scheme, scheme.value, place.at("notation/@type"))
    elif scheme is not None:
        made.scheme_name = draft.write(scheme, scheme.value, place.at("schemeName"))
    agency, name = draft.about(held, "schemeAgencyID"), draft.about(held, "schemeAgencyName")
    if agency is not None and is_uri(agency.value):
        made.creator = draft.write(agency, agency.value, place.at("creator"))
    elif agency is not None and name is None:
        name = agency
    else:
        draft.drop(agency, lost=True, detail=_NO_AGENCY)
    if name is not None:
        value = draft.write(name, name.value, place.at("schemeAgency"))
        made.scheme_agency = elm.LangString(value=value, language=draft.language)
        draft.synthesise(place.at("schemeAgency/@language"))
    made.issued = write_moment(draft, draft.about(held, "issuedDate"), place.at("issued"))
    kind = draft.about(held, "type")
    if kind is not None and is_uri(kind.value):
        made.type = [elm.Concept(uri=draft.write(kind, kind.value, place.at("type/@uri")))]
    else:
        draft.drop(kind, lost=True, detail=_NO_TYPE)
    if not is_legal:
        draft.drop(draft.about(held, "spatialID"), lost=True)


def _concept_uri(
    draft: ElmDraft, kind: str, notation: Held | None, schemes: Sequence[Held], names: Sequence[elm.LangString]
) -> str:
    """A URI for a concept that has none: in its scheme, where that is known."""
    namespace = draft.context.namespace
    said = notation.value if notation is not None else ""
    if not said.strip():
        content = [[each.uri for each in schemes], [[each.language, each.value] for each in names]]
        return minted_uuid(namespace, kind, content)
    scheme = next((each.uri for each in schemes if is_uri(each.uri)), "")
    if not scheme:
        return minted_id(namespace, kind, said)
    between = "" if scheme.endswith(("/", "#")) else "/" if "#" in scheme else "#"
    return f"{scheme}{between}{quote(said, safe='')}"


def _country_or_region(uri: str) -> elm.Country | elm.Nuts:
    return elm.Nuts(uri) if "/nuts/" in uri else elm.Country(uri)
