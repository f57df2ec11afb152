"""Says what becomes of one reference to a qualification, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from loms.errors import Issue, Severity
from loms.resolve.identities import Identity, scheme_of
from loms.resolve.index import Index
from loms.resolve.matching import Match, Matches, Outcome, match
from loms.resolve.nodes import Node
from loms.resolve.qualification import Place
from loms.resolve.report import ResolvedReference, shown_identifier
from loms.resolve.spelling import normalized

__all__ = ["explained", "issues_of_reference", "resolved_reference"]

_MOST_SHOWN = 5
_MOST_TELLING = (Outcome.FOUND, Outcome.NEAR, Outcome.AMBIGUOUS, Outcome.WRONG_KIND, Outcome.MISSING)


def resolved_reference(node: Node, index: Index, *, accept_near: bool) -> ResolvedReference:
    """What becomes of one reference.

    Args:
        node: The reference.
        index: Where to look.
        accept_near: Whether a near miss counts as found.

    Returns:
        What it leads to. Of several identifiers, of which the schema allows none but one, that counts which leads to a
        qualification. Where they lead to different ones, it is ambiguous.
    """
    tried = {name: match(index, name[0], scheme_id=name[1], id=node.id) for name in _names(node)}
    best = min((_MOST_TELLING.index(found.outcome) for found in tried.values()), default=None)
    telling = [name for name, found in tried.items() if _MOST_TELLING.index(found.outcome) == best]
    value, scheme = next(iter(telling or node.identifiers), ("", None))
    found = tried.get((value, scheme), Matches(Outcome.MISSING))
    leads: dict[Place, Match] = {}
    if found.outcome in (Outcome.FOUND, Outcome.NEAR):
        for name in telling:
            leads.setdefault(tried[name].matches[0].record.place, tried[name].matches[0])
    return ResolvedReference(
        id=node.id,
        identifier=value,
        scheme_id=scheme,
        line=node.line,
        found=Matches(Outcome.AMBIGUOUS, tuple(leads.values())) if len(leads) > 1 else found,
        is_accepted=accept_near,
        others=tuple(name for name in tried if name != (value, scheme)),
        is_contradictory=len(leads) > 1,
    )


def _names(node: Node) -> Iterable[tuple[str, str | None]]:
    """The identifiers of a reference that say something, each once."""
    distinct: dict[Identity, tuple[str, str | None]] = {}
    for value, scheme in node.identifiers:
        if value.strip():
            distinct.setdefault((normalized(value), scheme_of(scheme)), (value, scheme))
    return distinct.values()


def issues_of_reference(node: Node, reference: ResolvedReference, source: str | None) -> Iterator[Issue]:
    """What is wrong with one reference.

    Args:
        node: The reference.
        reference: What became of it.
        source: Name of the file in which it stands.
    """
    if node.id is None:
        yield _issue(
            "RESOLVE-NO-ID",
            Severity.WARNING,
            f"The reference to {reference.name} has no id, which the schema requires, so nothing can refer to it.",
            "Give it an id, and name that where the qualification is meant.",
            node,
            source,
        )
    if not reference.identifier.strip():
        yield _issue(
            "RESOLVE-NO-IDENTIFIER",
            Severity.ERROR,
            "The reference has no identifier, so nobody knows what it stands for.",
            "Give it the identifier of the qualification, with its schemeID.",
            node,
            source,
        )
        return
    if reference.others:
        yield _issue(*_several(reference), node, source)
    if reference.outcome is not Outcome.FOUND and not reference.is_contradictory:
        yield _issue(*explained(reference), node, source)


def _several(reference: ResolvedReference) -> tuple[str, Severity, str, str]:
    """What to say of a reference that has more than one identifier."""
    names = [(reference.identifier, reference.scheme_id), *reference.others]
    what = f"The reference has {len(names)} identifiers, although it stands for one qualification"
    remedy = "Leave it the identifier of the qualification that is meant."
    if reference.is_contradictory:
        leads = "; ".join(f"{_shown(each)} in {each.record.place}" for each in reference.found.matches[:_MOST_SHOWN])
        nearly = " nearly" if reference.found.matches[0].differences else ""
        message = f"{what}, and they{nearly} lead to different ones: {leads}."
        return "RESOLVE-SEVERAL-IDENTIFIERS", Severity.ERROR, message, remedy
    listed = ", ".join(shown_identifier(*name) for name in names[:_MOST_SHOWN])
    return (
        "RESOLVE-SEVERAL-IDENTIFIERS",
        Severity.WARNING,
        f"{what}: {listed}. It was followed by the first of these.",
        remedy,
    )


def explained(reference: ResolvedReference) -> tuple[str, Severity, str, str]:
    """Code, severity, message and remedy for a reference that was not found as it stands.

    Args:
        reference: What became of it.
    """
    matches = reference.found.matches
    if reference.outcome is Outcome.NEAR:
        meant = matches[0]
        different = ", ".join(meant.differences)
        taken = " It was taken." if reference.is_accepted else ""
        probably = f"probably {_shown(meant)} is meant, which differs in: {different}.{taken}"
        return (
            "RESOLVE-NEAR",
            Severity.WARNING,
            f"No qualification has the identifier {reference.name}; {probably}",
            f"Write it as {meant.record.place.source} has it.",
        )
    if reference.outcome is Outcome.AMBIGUOUS:
        listed = "; ".join(f"{_shown(each)} in {each.record.place}" for each in matches[:_MOST_SHOWN])
        is_cut = reference.found.is_cut
        number = f"{len(matches)} or more" if is_cut else f"{len(matches)}"
        others = "others" if is_cut else f"{len(matches) - _MOST_SHOWN} more"
        more = f"; and {others}" if len(matches) > _MOST_SHOWN else ""
        nearly = " nearly" if matches[0].differences else ""
        return (
            "RESOLVE-AMBIGUOUS",
            Severity.ERROR,
            f"{number} qualifications{nearly} have the identifier {reference.name}: {listed}{more}.",
            "Use an identifier that only one of them has, or leave the file out that has an old version of it.",
        )
    if reference.outcome is Outcome.WRONG_KIND:
        place = matches[0].record
        return (
            "RESOLVE-WRONG-KIND",
            Severity.ERROR,
            f"{reference.name} stands for a {place.kind} in {place.place}, not for a qualification.",
            "Refer to the qualification that the course leads to.",
        )
    return (
        "RESOLVE-MISSING",
        Severity.ERROR,
        f"No qualification has the identifier {reference.name}.",
        "Correct the identifier, or name the dataset that holds the qualification, too.",
    )


def _shown(match: Match) -> str:
    identity = match.identity
    if identity is None:
        return f"{match.record.name!r}"
    return shown_identifier(identity.identifier, identity.scheme_id)


def _issue(code: str, severity: Severity, message: str, remedy: str, node: Node, source: str | None) -> Issue:
    return Issue(
        code=code, severity=severity, message=message, remedy=remedy, line=node.line, record=node.id, source=source
    )
