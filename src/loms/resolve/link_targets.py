"""Finds the qualification that a row means, and the record of a document that stands for it, or makes one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping, Sequence, Set

import attrs

from loms.convert.identifiers import is_uri, minted_id
from loms.convert.known import QualificationIdentity
from loms.convert.settings import Settings
from loms.errors import Severity
from loms.model import Identifier, QualificationRef
from loms.releases.records import Record
from loms.resolve.identities import Identity, identities_of, scheme_of
from loms.resolve.index import Index
from loms.resolve.link_issues import RefusedError
from loms.resolve.link_rows import LinkRow
from loms.resolve.matching import Outcome, match
from loms.resolve.reference_outcomes import explained
from loms.resolve.renaming import beside
from loms.resolve.report import ResolvedReference
from loms.resolve.spelling import normalized
from loms.xml_values import comparable

__all__ = ["Meanings", "Meant", "Targets"]

_LOMS = "loms-2019"


@attrs.frozen
class Meant:
    """The qualification that a row means.

    Attributes:
        identities: Its identifiers; the first is that of a new reference.
        id: Its ``@id``, where it is known.
    """

    identities: Sequence[QualificationIdentity]
    id: str | None


@attrs.frozen(kw_only=True)
class Meanings:
    """Tells which qualifications rows mean.

    Attributes:
        index: Where qualifications are looked up; None takes rows as they are.
        accept_near: Whether a near miss counts as found, where only one qualification comes into question.
        tell: Called with a near miss that was taken: code, severity, message, remedy and the row.
    """

    index: Index | None
    accept_near: bool
    tell: Callable[[str, Severity, str, str, LinkRow], object]

    def of(self, row: LinkRow) -> Meant:
        """The qualification that a row means.

        Args:
            row: The row.

        Raises:
            RefusedError: The index has none, or several, or nearly one.
        """
        given = QualificationIdentity(identifier=row.qualification, scheme_id=row.scheme_id)
        if self.index is None:
            return Meant((given,), None)
        reference = ResolvedReference(
            id=None,
            identifier=row.qualification,
            scheme_id=row.scheme_id,
            line=row.line,
            found=match(self.index, row.qualification, scheme_id=row.scheme_id),
            is_accepted=self.accept_near,
        )
        found = reference.qualification
        if reference.outcome is not Outcome.FOUND:
            code, severity, message, remedy = explained(reference)
            if found is None:
                raise RefusedError(code, message, remedy)
            self.tell(code, severity, message, remedy, row)
        if found is None:
            return Meant((given,), None)
        first = reference.found.matches[0].identity
        identities = dict.fromkeys([*([first] if first else []), *found.identities])
        id = (found.id or "").strip()
        is_id = bool(id) and (found.place.format == _LOMS or is_uri(id))
        return Meant(tuple(identities) or (given,), id if is_id else None)


class Targets:
    """The qualifications of a document and its references to qualifications, by identifier.

    Args:
        records: The records of the document, to which references are added.
        nameless: The keys of those that have no id of their own, to which no link can lead.
        namespace: Absolute URI under which references get ids where the qualification has none, or None.

    Raises:
        UsageError: The namespace is none.
    """

    def __init__(self, records: MutableMapping[str, Record], *, nameless: Set[str], namespace: str | None) -> None:
        self._records = records
        self._namespace = Settings(namespace=namespace).namespace
        # Each with a number that tells which comes first.
        self._found: dict[Identity, dict[str, int]] = {}
        for key, record in records.items():
            for _, identity in identities_of(record) if key not in nameless else ():
                self._add(identity, key)

    def known(self, meant: Meant) -> Sequence[Mapping[str, int]]:
        """What of the document stands for a qualification.

        Args:
            meant: The qualification.

        Returns:
            For each of its identifiers that the document has, the keys of the records that have it, each with a number
            that tells which comes first.
        """
        names = ((normalized(each.identifier), scheme_of(each.scheme_id)) for each in meant.identities)
        return [self._found[name] for name in names if name in self._found]

    def new_reference(self, meant: Meant) -> str:
        """Add a reference to a qualification to the document.

        Args:
            meant: The qualification.

        Returns:
            The key of the reference.

        Raises:
            RefusedError: There is no id for it.
        """
        identity = meant.identities[0]
        steps = [step for step in (identity.scheme_id, identity.identifier) if step is not None]
        if meant.id is None and self._namespace is None:
            raise RefusedError(
                "LINK-NO-NAMESPACE",
                f"The reference to {identity.identifier!r} needs an id, and there is no namespace to make one.",
                "Give an index of datasets in which the qualification has an id, or a namespace of yours, such as "
                "https://data.example.org/lo/ (on the command line --namespace).",
            )
        id = meant.id or minted_id(self._namespace or "", "qualification-reference", *steps)
        key = comparable(id, is_uri=True)
        if key in self._records:
            id = key = beside(key, self._records)
        self._records[key] = QualificationRef(
            id=id, identifier=Identifier(value=identity.identifier, scheme_id=identity.scheme_id)
        )
        self._add((normalized(identity.identifier), scheme_of(identity.scheme_id)), key)
        return key

    def _add(self, identity: Identity, key: str) -> None:
        targets = self._found.setdefault(identity, {})
        targets.setdefault(key, len(targets))
