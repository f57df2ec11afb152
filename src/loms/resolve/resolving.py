"""Resolves a dataset: every reference to a qualification, every link, every opportunity."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping

from loms.document import Document
from loms.errors import Issue, Severity, UsageError
from loms.io.source import Source
from loms.resolve.chain import Goal, ways_from
from loms.resolve.dataset import read_dataset
from loms.resolve.identities import Identity, scheme_of
from loms.resolve.index import Index
from loms.resolve.links import check_links
from loms.resolve.matching import Match, Matches, Outcome, match
from loms.resolve.nodes import Node
from loms.resolve.qualification import Place
from loms.resolve.readers.findings import FoundRecord
from loms.resolve.report import OpportunityLinks, Resolution, ResolvedReference, shown_identifier
from loms.resolve.spelling import normalized
from loms.resolve.vocabulary import Vocabulary

__all__ = ["explained", "issues_of_reference", "resolve", "resolved_reference"]

_MOST_SHOWN = 5
_MOST_TELLING = (Outcome.FOUND, Outcome.NEAR, Outcome.AMBIGUOUS, Outcome.WRONG_KIND, Outcome.MISSING)


def resolve(
    dataset: Document | Source,
    *qualifications: str | os.PathLike[str],
    index: Index | None = None,
    identifier_scheme: str | None = None,
    accept_near: bool = False,
    max_unpacked_size: int | None = None,
) -> Resolution:
    """Follow the references of a dataset to the qualifications that they stand for.

    Args:
        dataset: A LOMS or ELM document as objects, the path of one, or a binary stream. A file is read record by
            record.
        qualifications: Files, folders and patterns with the qualifications, as for `Index.from_sources`.
        index: An index of qualifications, in place of files.
        identifier_scheme: The scheme of identifiers in files of formats that name none; an index has its own.
        accept_near: Whether a near miss counts as found, where only one qualification comes into question.
        max_unpacked_size: The most bytes to which a compressed file may unpack; see `loms.read`.

    Returns:
        What became of every reference and link.

    Raises:
        UsageError: There are neither files nor an index, or both; or the dataset is of another format.
        SourceError: A file cannot be read.
        InvalidDataError: The dataset is not well formed or of no known format. What is not valid in it is passed over,
            as long as it does not concern links.

    Examples:
        >>> done = resolve("examples/courses-loms.xml", "examples/qualifications-loms.xml")
        >>> done.ok, len(done.references), {outcome.value: number for outcome, number in done.counts.items()}
        (True, 7, {'found': 7})
        >>> goal = done.opportunities[1].goals[-1]
        >>> goal.via, goal.title
        ('specifiedBy/learningActivitySpecification/hasPart/teaches', 'Certificate “Data protection at the office”')
    """
    if (index is None) is (not qualifications):
        raise UsageError("Give either files with qualifications or an index of them.")
    if index is None:
        with Index.from_sources(
            *qualifications, identifier_scheme=identifier_scheme, max_unpacked_size=max_unpacked_size
        ) as made:
            return _resolve(dataset, made, accept_near=accept_near, max_unpacked_size=max_unpacked_size)
    return _resolve(dataset, index, accept_near=accept_near, max_unpacked_size=max_unpacked_size)


def _resolve(
    dataset: Document | Source, index: Index, *, accept_near: bool, max_unpacked_size: int | None
) -> Resolution:
    read = read_dataset(dataset, max_unpacked_size=max_unpacked_size)
    by_id: dict[str, Node] = {}
    for node in read.nodes:
        if node.id is not None:
            by_id.setdefault(node.id, node)
    vocabulary = read.vocabulary
    referring = [node for node in read.nodes if node.kind == vocabulary.reference]
    references = {node.position: resolved_reference(node, index, accept_near=accept_near) for node in referring}
    found = [issue for node in referring for issue in issues_of_reference(node, references[node.position], read.source)]
    links = check_links(read.nodes, source=read.source, whole=not read.issues, vocabulary=vocabulary)
    return Resolution(
        source=read.source,
        references=tuple(references.values()),
        opportunities=tuple(
            _opportunity(node, by_id, references, vocabulary)
            for node in read.nodes
            if node.kind == "learningOpportunity"
        ),
        issues=(*index.issues, *read.issues, *found, *links),
    )


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


def _opportunity(
    node: Node, by_id: Mapping[str, Node], references: Mapping[int, ResolvedReference], vocabulary: Vocabulary
) -> OpportunityLinks:
    goals = tuple(
        _goal("/".join(way.steps), way.node, by_id, references.get(way.node.position))
        for way in ways_from(node, by_id, vocabulary)
    )
    return OpportunityLinks(id=node.id, title=node.title, line=node.line, goals=goals)


def _goal(via: str, node: Node, by_id: Mapping[str, Node], reference: ResolvedReference | None) -> Goal:
    if reference is not None:
        meant = reference.qualification
        return Goal(
            via=via,
            kind=node.kind,
            id=node.id or "",
            title=meant.title if meant else "",
            eqf_level=meant.eqf_level if meant else None,
            awarding_bodies=meant.awarding_bodies if meant else (),
            resolved_in=str(meant.place) if meant else None,
        )
    return Goal(
        via=via,
        kind=node.kind,
        id=node.id or "",
        title=node.title,
        eqf_level=node.found.eqf_level if node.found else None,
        awarding_bodies=tuple(_bodies(node.found, by_id)) if node.found else (),
        resolved_in=None,
    )


def _bodies(found: FoundRecord, by_id: Mapping[str, Node]) -> Iterator[str]:
    for each in found.awarding_bodies:
        organization = by_id.get(each.id or "")
        yield each.name or (organization.title if organization else "") or each.id or ""
