"""Resolves a dataset: every reference to a qualification, every link, every opportunity."""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from loms.document import Document
from loms.errors import Issue, Severity, UsageError
from loms.io.source import Source
from loms.resolve.chain import Goal, ways_from
from loms.resolve.dataset import Dataset, open_dataset
from loms.resolve.followed_store import FollowedStore
from loms.resolve.index import Index
from loms.resolve.links import check_links
from loms.resolve.matching import Outcome
from loms.resolve.nodes import Node
from loms.resolve.reference_outcomes import issues_of_reference, resolved_reference
from loms.resolve.report import OpportunityLinks, Resolution, ResolvedReference
from loms.resolve.vocabulary import Vocabulary

__all__ = ["Followed", "follow", "resolve"]

_OPPORTUNITY = "learningOpportunity"


def resolve(
    dataset: Document | Source,
    *qualifications: str | os.PathLike[str],
    index: Index | None = None,
    identifier_scheme: str | None = None,
    accept_near: bool = False,
    max_unpacked_size: int | None = None,
) -> Resolution:
    """Follow the references of a dataset to the qualifications that they stand for.

    All that is found is in memory then; `follow` finds the same in flat memory.

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
        TargetError: There is no place for temporary files.

    Examples:
        >>> done = resolve("examples/courses-loms.xml", "examples/qualifications-loms.xml")
        >>> done.ok, len(done.references), {outcome.value: number for outcome, number in done.counts.items()}
        (True, 7, {'found': 7})
        >>> goal = done.opportunities[1].goals[-1]
        >>> goal.via, goal.title
        ('specifiedBy/learningActivitySpecification/hasPart/teaches', 'Certificate “Data protection at the office”')
    """
    with follow(
        dataset,
        *qualifications,
        index=index,
        identifier_scheme=identifier_scheme,
        accept_near=accept_near,
        max_unpacked_size=max_unpacked_size,
    ) as followed:
        return Resolution(
            source=followed.source,
            references=tuple(followed.references()),
            opportunities=tuple(followed.opportunities()),
            issues=tuple(followed.issues()),
        )


@contextlib.contextmanager
def follow(
    dataset: Document | Source,
    *qualifications: str | os.PathLike[str],
    index: Index | None = None,
    identifier_scheme: str | None = None,
    accept_near: bool = False,
    max_unpacked_size: int | None = None,
) -> Iterator[Followed]:
    """Follow the references of a dataset of any size, in flat memory: what is found is kept in a temporary file.

    The file is in the folder of the system for such files, and is gone when the block ends. Qualifications that are not
    given as an index in a file are indexed in memory.

    Args:
        dataset: As for `resolve`.
        qualifications: As for `resolve`.
        index: As for `resolve`.
        identifier_scheme: As for `resolve`.
        accept_near: As for `resolve`.
        max_unpacked_size: As for `resolve`.

    Yields:
        What became of every reference and link.

    Raises:
        UsageError: As for `resolve`.
        SourceError: As for `resolve`.
        InvalidDataError: As for `resolve`.
        TargetError: As for `resolve`.

    Examples:
        >>> with follow("examples/courses-loms.xml", "examples/qualifications-loms.xml") as followed:
        ...     followed.ok, followed.counts["found"], next(followed.references()).qualification.title
        (True, 7, 'Certificate of Digital Office Assistant')
    """
    if (index is None) is (not qualifications):
        raise UsageError("Give either files with qualifications or an index of them.")
    with FollowedStore() as store:
        with contextlib.ExitStack() as stack:
            if index is None:
                made = Index.from_sources(
                    *qualifications, identifier_scheme=identifier_scheme, max_unpacked_size=max_unpacked_size
                )
                index = stack.enter_context(made)
            read = stack.enter_context(open_dataset(dataset, max_unpacked_size=max_unpacked_size))
            followed = Followed(store, read.source, read.vocabulary)
            followed._follow(read, index, accept_near=accept_near)
        yield followed


class Followed:
    """What became of the links of a dataset, as in `Resolution`, but each piece is read when it is asked for.

    Attributes:
        source: Name of its file; None for one that was given as objects.
        ok: Whether there is no error: every reference leads to one qualification, and every link to a record.
        counts: How many references had each outcome.
    """

    def __init__(self, store: FollowedStore, source: str | None, vocabulary: Vocabulary) -> None:
        self._store = store
        self._vocabulary = vocabulary
        self.source = source
        self.ok = True
        self.counts: Mapping[Outcome, int] = Counter()

    def references(self) -> Iterator[ResolvedReference]:
        """The references to qualifications, in the order of the dataset."""
        return self._store.references()

    def opportunities(self) -> Iterator[OpportunityLinks]:
        """The opportunities, in the order of the dataset."""
        return map(self._opportunity, self._store.nodes(_OPPORTUNITY))

    def issues(self) -> Iterator[Issue]:
        """What is wrong with references and links."""
        return self._store.issues()

    def summary(self) -> Mapping[str, object]:
        """What `Resolution.as_dict` has before the references: whether all is well, the source, and the counts."""
        counts = {outcome.value: self.counts.get(outcome, 0) for outcome in Outcome}
        return {"ok": self.ok, "source": self.source, "counts": counts}

    def _follow(self, read: Dataset, index: Index, *, accept_near: bool) -> None:
        """Read a dataset and find out what is to be found out of it."""
        counts: Counter[Outcome] = Counter()
        self._add((*index.issues, *read.issues))
        for node in read.nodes:
            self._store.put(node)
            if node.kind == self._vocabulary.reference:
                reference = resolved_reference(node, index, accept_near=accept_near)
                counts[reference.outcome] += 1
                self._store.put_reference(node.position, reference)
                self._add(issues_of_reference(node, reference, read.source))
        self._store.seal()
        whole = not read.issues
        self._add(check_links(self._store, source=read.source, whole=whole, vocabulary=self._vocabulary))
        self.counts = counts

    def _add(self, issues: Iterable[Issue]) -> None:
        for issue in issues:
            self.ok &= issue.severity is not Severity.ERROR
            self._store.add_issue(issue)

    def _opportunity(self, node: Node) -> OpportunityLinks:
        goals = (
            self._goal("/".join(way.steps), way.node) for way in ways_from(node, self._store.find, self._vocabulary)
        )
        return OpportunityLinks(id=node.id, title=node.title, line=node.line, goals=tuple(goals))

    def _goal(self, via: str, node: Node) -> Goal:
        if node.kind == self._vocabulary.reference:
            meant = self._store.reference(node.position).qualification
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
            eqf_level=node.eqf_level,
            awarding_bodies=tuple(self._bodies(node)),
            resolved_in=None,
        )

    def _bodies(self, node: Node) -> Iterator[str]:
        for each in node.awarding_bodies:
            organization = self._store.find(each.id or "")
            yield each.name or (organization.title if organization else "") or each.id or ""
