"""Puts the qualifications for which a dataset has references into it, with all that they need."""

from __future__ import annotations

import itertools
import os
from collections import Counter
from collections.abc import Mapping, Sequence

import attrs

from loms.convert.accounting import ConversionReport
from loms.convert.settings import Settings
from loms.errors import Issue, Severity, UsageError
from loms.model import Identifier, QmsLearningOpportunities, QualificationRef
from loms.releases.records import Record, document_of
from loms.resolve.fetching import fetch
from loms.resolve.index import Index
from loms.resolve.issues import Issues
from loms.resolve.joining import EmbeddedRecord, Fate, join
from loms.resolve.keyed import identity_of, keyed_records
from loms.resolve.nodes import Node
from loms.resolve.qualification import IndexedRecord
from loms.resolve.reference_outcomes import issues_of_reference, resolved_reference
from loms.resolve.report import ResolvedReference

__all__ = ["EmbeddedReference", "Embedding", "embed"]


@attrs.frozen(kw_only=True)
class EmbeddedReference:
    """What became of a reference.

    Attributes:
        reference: The reference and what it was resolved to.
        qualification: The ``@id`` of the qualification that took its place; None where it stayed.
    """

    reference: ResolvedReference
    qualification: str | None

    def as_dict(self) -> Mapping[str, object]:
        """The reference as a mapping that JSON can hold."""
        return {
            "id": self.reference.id,
            "identifier": self.reference.identifier,
            "scheme_id": self.reference.scheme_id,
            "outcome": self.reference.outcome.value,
            "qualification": self.qualification,
        }


@attrs.frozen(kw_only=True)
class Embedding:
    """What embedding qualifications gives.

    Records that did not change are the same objects as in the document that was given, so copy before you change them.

    Attributes:
        document: The document with the qualifications.
        references: What became of the references: those of the document, and those that came with qualifications.
        records: The qualifications, and what came with them. A reference that came and became a qualification itself is
            not among them.
        issues: What is wrong with references, and with files from which qualifications were to come.
        conversions: What became of the fields of qualifications that were converted.
    """

    document: QmsLearningOpportunities
    references: tuple[EmbeddedReference, ...]
    records: tuple[EmbeddedRecord, ...]
    issues: tuple[Issue, ...]
    conversions: tuple[ConversionReport, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether there is no error.

        References may have stayed all the same, because near misses are warnings: see ``stayed``.
        """
        return not any(issue.severity is Severity.ERROR for issue in self.issues)

    @property
    def stayed(self) -> int:
        """How many references did not become qualifications."""
        return sum(each.qualification is None for each in self.references)

    @property
    def counts(self) -> Mapping[Fate, int]:
        """How many records came in each way."""
        return Counter(each.fate for each in self.records)

    def as_dict(self) -> Mapping[str, object]:
        """What was done as a mapping that JSON can hold, without the document."""
        return {
            "operation": "embed",
            "ok": self.ok,
            "counts": {fate.value: self.counts.get(fate, 0) for fate in Fate},
            "reference_counts": {"embedded": len(self.references) - self.stayed, "stayed": self.stayed},
            "references": [each.as_dict() for each in self.references],
            "records": [each.as_dict() for each in self.records],
            "issues": [issue.as_dict() for issue in self.issues],
            "conversions": [report.as_dict() for report in self.conversions],
        }


def embed(
    document: QmsLearningOpportunities,
    *qualifications: str | os.PathLike[str],
    index: Index | None = None,
    identifier_scheme: str | None = None,
    accept_near: bool = False,
    settings: Settings | None = None,
    max_unpacked_size: int | None = None,
) -> Embedding:
    """Put the qualifications into a dataset for which it has references.

    Each reference that leads to one qualification becomes that, with its own id, to which all that named the reference
    refers from then on. With it comes all to which it refers, directly or through others, and the activities,
    assessments and entitlements of its dataset to which nothing refers and which say of themselves that they are about
    nothing but what comes. References among that are followed, too.

    A record that the document has already stays one. Where the document has a different record with the same id, the
    new one gets an id of its own: the same with ``~2`` behind it, or ``~3`` and so on where that is taken.

    Args:
        document: A LOMS document, which may be read leniently. It is not changed.
        qualifications: Files, folders and patterns with the qualifications, as for `Index.from_sources`.
        index: An index of qualifications, in place of files. The files of which it was made are read again.
        identifier_scheme: The scheme of identifiers in files of formats that name none; an index has its own.
        accept_near: Whether a near miss counts as found, where only one qualification comes into question.
        settings: For the conversion of qualifications in older formats; the namespace is needed.
        max_unpacked_size: The most bytes to which a compressed file may unpack; see `loms.read`.

    Returns:
        The new document, valid if the one that was given was, and what became of the references. Those that lead
        nowhere, or to something that is not valid, stay.

    Raises:
        UsageError: There are neither files nor an index, or both; or the document is none of LOMS 2019.
        SourceError: A path does not exist, or nothing fits a pattern.

    Examples:
        >>> import loms
        >>> courses = loms.read("examples/courses-loms.xml")
        >>> done = embed(courses, "examples/qualifications-loms.xml")
        >>> done.ok, len(done.references), done.stayed
        (True, 7, 0)
        >>> {fate.value: number for fate, number in done.counts.items()}
        {'embedded': 42, 'merged': 6}
    """
    if (index is None) is (not qualifications):
        raise UsageError("Give either files with qualifications or an index of them.")
    if index is None:
        with Index.from_sources(
            *qualifications, identifier_scheme=identifier_scheme, max_unpacked_size=max_unpacked_size
        ) as made:
            return _Embedder(made, accept_near, settings, max_unpacked_size).embed(document)
    return _Embedder(index, accept_near, settings, max_unpacked_size).embed(document)


class _Embedder:
    """The work on one document."""

    def __init__(
        self, index: Index, accept_near: bool, settings: Settings | None, max_unpacked_size: int | None
    ) -> None:
        self._index = index
        self._states = {state.path: state for state in index.sources}
        self._accept_near = accept_near
        self._settings = settings
        self._max_unpacked_size = max_unpacked_size
        self._records: Mapping[str, Record] = {}
        self._known: dict[str, dict[str, str]] = {}
        self._references: list[EmbeddedReference] = []
        # The number of each reference that stands in the document. One that comes may get the id of one that went.
        self._numbers: dict[str, int] = {}
        self._entries: dict[str, list[EmbeddedRecord]] = {}
        self._issues = Issues()
        self._reports: list[ConversionReport] = []

    def embed(self, document: QmsLearningOpportunities) -> Embedding:
        self._records = keyed_records(document).records
        for issue in self._index.issues:
            self._issues.add(issue)
        # What comes may bring references with it.
        while references := {
            key: record
            for key, record in self._records.items()
            if isinstance(record, QualificationRef) and key not in self._numbers
        }:
            by_source = self._resolve(references)
            for path, wanted in by_source.items():
                self._embed_from(path, wanted)
        return Embedding(
            document=document_of(self._records, document),
            references=tuple(self._references),
            records=tuple(itertools.chain.from_iterable(self._entries.values())),
            issues=self._issues.all(),
            conversions=tuple(self._reports),
        )

    def _resolve(self, references: Mapping[str, QualificationRef]) -> Mapping[str, Mapping[str, IndexedRecord]]:
        """Look the references up, and give what they lead to by file."""
        found: dict[str, dict[str, IndexedRecord]] = {}
        for position, (key, record) in enumerate(references.items(), start=1):
            node = _node(record, position)
            reference = resolved_reference(node, self._index, accept_near=self._accept_near)
            for issue in issues_of_reference(node, reference, None):
                self._issues.add(issue)
            self._numbers[key] = len(self._references)
            self._references.append(EmbeddedReference(reference=reference, qualification=None))
            if (qualification := reference.qualification) is not None:
                found.setdefault(qualification.place.source, {})[key] = qualification
        return found

    def _embed_from(self, path: str, wanted: Mapping[str, IndexedRecord]) -> None:
        """Embed what references lead to in one file."""
        distinct = {record.place.position: record for record in wanted.values()}
        fetched = fetch(
            self._states[path],
            list(distinct.values()),
            settings=self._settings,
            max_unpacked_size=self._max_unpacked_size,
        )
        for issue in fetched.issues:
            self._issues.add(issue)
        if fetched.report is not None:
            self._reports.append(fetched.report)
        replaced = {
            key: fetched.keys[record.place.position]
            for key, record in wanted.items()
            if record.place.position in fetched.keys
        }
        known = self._known.pop(path, {})
        joined = join(self._records, fetched.records, replaced=replaced, known=known, source=path)
        self._records = joined.records
        became = {key: joined.keys[there] for key, there in replaced.items()}
        for key, there in became.items():
            number = self._numbers.pop(key)
            self._references[number] = attrs.evolve(self._references[number], qualification=self._records[there].id)
            self._entries.pop(key, None)
        for keys in self._known.values():
            keys.update({there: became[here] for there, here in keys.items() if here in became})
        self._known[path] = dict(joined.keys)
        for key, entry in zip((key for key in fetched.records if key not in known), joined.entries, strict=True):
            self._entries.setdefault(joined.keys[key], []).append(entry)


def _node(record: QualificationRef, position: int) -> Node:
    identifier: object = record.identifier
    identifiers: Sequence[tuple[str, str | None]] = ()
    if isinstance(identifier, Identifier):
        identifiers = [(str(identifier.value), identifier.scheme_id)]
    return Node(
        kind="qualificationRef",
        id=identity_of(record),
        position=position,
        line=None,
        title="",
        identifiers=identifiers,
        links=(),
    )
