"""Conversions to LOMS that look at one source record after the other, so that they need no whole document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

import attrs

from loms.convert.accounting import ConversionReport
from loms.convert.occurrences import Pages
from loms.convert.rules import load_rules
from loms.convert.settings import Settings
from loms.convert.tally import Tally
from loms.convert.to_loms.assembly import LomsAssembly
from loms.convert.to_loms.root import account_for_root
from loms.model import QmsLearningOpportunities

__all__ = ["ByRecord"]

R = TypeVar("R")


@attrs.frozen(kw_only=True)
class ByRecord(Generic[R]):
    """A conversion of records, each for itself.

    Attributes:
        name: Name of the edge, and of its tables.
        source_format: Name of the format that it reads.
        root: Name of the document element.
        record: Name of the element of a record.
        items: Field of the document that holds the records.
        identifier: Name of the element by which a record is known in its data source.
        identifier_field: The field that holds it.
        title: Name of the element that says what it is called.
        page: Name of the element that gives its page.
        add: Converts a record and adds what it becomes.
    """

    name: str
    source_format: str
    root: str
    record: str
    items: str
    identifier: str
    identifier_field: str
    title: str
    page: str
    add: Callable[[R, LomsAssembly, Settings], None]

    def begin(self, settings: Settings, *, strict: bool = False, tally: Tally | None = None) -> LomsAssembly:
        """What the records become, while there is none.

        Args:
            settings: What the conversion cannot know by itself; the namespace is needed.
            strict: Whether the first error ends it.
            tally: Counts what becomes of every field, where nobody wants more than the numbers; then nothing that is
                gathered has entries. None makes them.

        Raises:
            UsageError: The settings give no namespace.
        """
        settings.minting_namespace()
        return LomsAssembly(
            rules=load_rules(self.name),
            records=f"{self.root}/{self.record}",
            identifier=self.identifier,
            title=self.title,
            strict=strict,
            tally=tally,
            pages=Pages(f"{self.record}/{self.page}"),
        )

    def empty_document(self) -> QmsLearningOpportunities:
        """The document without the records."""
        return LomsAssembly(rules=load_rules(self.name), records="", identifier="", title="").document()

    def add_root(self, document: object, assembly: LomsAssembly) -> None:
        """Account for the attributes of the document element.

        Args:
            document: The document, with or without its records.
            assembly: What its records become.

        Raises:
            InvalidDataError: It is strict, and there is an error.
        """
        account_for_root(document, self.root, assembly)

    def convert_document(
        self, source: object, settings: Settings, *, strict: bool
    ) -> tuple[QmsLearningOpportunities, ConversionReport]:
        """Convert a whole document.

        Args:
            source: The document.
            settings: As for `begin`.
            strict: As for `begin`.

        Returns:
            The LOMS document and what became of every field.

        Raises:
            UsageError: The settings give no namespace.
            InvalidDataError: It is strict, and there is an error; ``issues`` holds it.
        """
        assembly = self.begin(settings, strict=strict)
        self.add_root(source, assembly)
        for record in getattr(source, self.items):
            self.add(record, assembly, settings)
        assembly.end()
        return assembly.document(), assembly.report(source_format=self.source_format)
