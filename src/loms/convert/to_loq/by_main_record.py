"""Conversions from LOMS that make one legacy record of one LOMS record and what that refers to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

import attrs

from loms.convert.accounting import ConversionReport, Ledger, stop_at_error
from loms.convert.from_loms.dataset import Dataset, DocumentDataset, Record
from loms.convert.leaves import View, attribute_leaves_of
from loms.convert.rules import Rules, load_rules
from loms.convert.settings import Settings
from loms.convert.to_loq.accounts import Accounts, Closing, DocumentAccounts
from loms.convert.to_loq.assembly import LegacyAssembly
from loms.convert.to_loq.draft import LegacyDraft
from loms.model import QmsLearningOpportunities

__all__ = ["ByMainRecord"]

D = TypeVar("D", bound=LegacyDraft)
T = TypeVar("T")

_ROOT = "qmsLearningOpportunities"


@attrs.frozen(kw_only=True)
class ByMainRecord(Generic[D, T]):
    """A conversion of the records of one kind, each together with others to which it refers.

    In a LOMS document these others stand in later sections.

    Attributes:
        name: Name of the edge, and of its tables.
        target_format: Name of the format that it makes.
        kind: Name of the element of the records of which legacy records are made.
        referring: Where other records refer to these: names of their elements, and the field.
        unused: Why nothing became of a record that no converted record needs, by kind of record.
        start: Begins a legacy record.
        steps: Write it, one concern each, in the order in which they run.
        empty_document: The legacy document without records, from the upload key.
        items: Field of the document that holds the records.
        legacy_record: The record that was written.
    """

    name: str
    target_format: str
    kind: str
    referring: Sequence[tuple[str, str]] = ()
    unused: Mapping[str, str]
    start: Callable[[Dataset, Settings, Record], D]
    steps: Sequence[Callable[[D], None]]
    empty_document: Callable[[str], T]
    items: str
    legacy_record: Callable[[D], Any]

    @property
    def rules(self) -> Rules:
        """What may become of a field."""
        return load_rules(self.name)

    def begin(
        self,
        document: QmsLearningOpportunities,
        settings: Settings,
        *,
        dataset: Dataset,
        accounts: Accounts,
        strict: bool = False,
    ) -> LegacyAssembly:
        """What the records become, while there is none.

        Args:
            document: The LOMS document, with or without its records.
            settings: What the conversion cannot know by itself; the upload key is needed before the file is uploaded.
            dataset: The records.
            accounts: Takes the accounts of them.
            strict: Whether the first error ends it.
        """
        root = Ledger(self.rules, View(_ROOT, attribute_leaves_of(document, _ROOT)))
        return LegacyAssembly(settings=settings, dataset=dataset, accounts=accounts, root=root, strict=strict)

    def closing(self) -> Closing:
        """Ends the accounts of records."""
        return Closing(self.rules, self.unused)

    def convert_record(self, assembly: LegacyAssembly, record: Record) -> Any:
        """Convert a record.

        Args:
            assembly: What the records become.
            record: The LOMS record.

        Returns:
            The legacy record, or None where it was left out.

        Raises:
            InvalidDataError: It is strict, and the record cannot be converted.
        """

        def start(record: Record) -> D:
            return self.start(assembly.dataset, assembly.settings, record)

        draft = assembly.convert_record(record, start=start, steps=self.steps)
        return None if draft is None else self.legacy_record(draft)

    def convert_document(
        self, source: QmsLearningOpportunities, settings: Settings, *, strict: bool
    ) -> tuple[T, ConversionReport]:
        """Convert a whole document.

        Args:
            source: The LOMS document.
            settings: As for `begin`.
            strict: As for `begin`.

        Returns:
            The legacy document and what became of every field of every record.

        Raises:
            InvalidDataError: It is strict, and there is an error; ``issues`` holds it.
        """
        dataset = DocumentDataset.of_document(source, self.rules)
        accounts = DocumentAccounts(self.closing(), self.kind)
        assembly = self.begin(source, settings, dataset=dataset, accounts=accounts, strict=strict)
        document = self.empty_document(assembly.key())
        records = getattr(document, self.items)
        for record in dataset.of_kind(self.kind):
            made = self.convert_record(assembly, record)
            if made is not None:
                records.append(made)
        assembly.root.close()
        entries, issues = accounts.close(dataset.records)
        if strict:
            stop_at_error([*assembly.root.issues, *issues])
        return document, ConversionReport(
            source_format="loms-2019",
            target_format=self.target_format,
            records_read=assembly.read,
            records_converted=assembly.converted,
            entries=(*assembly.root.entries, *entries),
            issues=(*assembly.root.issues, *issues, *assembly.end()),
        )
