"""Goes through the LOMS records that become legacy records, and puts the account of the conversion together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import attrs

from loms.convert.accounting import Action, ConversionReport, Entry, Ledger, Target
from loms.convert.leaves import View, attribute_leaves_of
from loms.convert.rules import load_rules
from loms.convert.settings import Settings
from loms.convert.to_loms.draft import CannotConvertError
from loms.convert.to_loq.dataset import Dataset, Record
from loms.convert.to_loq.draft import Draft
from loms.errors import Issue, Severity
from loms.model import QmsLearningOpportunities

__all__ = ["Release"]

D = TypeVar("D", bound=Draft)

_ROOT = "qmsLearningOpportunities"


@attrs.define(kw_only=True)
class Release:
    """What the records of a LOMS document became, and the account of it.

    Attributes:
        settings: What the conversion cannot know by itself.
        dataset: The records.
        root: The account of the document element.
        read: Number of records that could become legacy records.
        converted: Number of them that did.
    """

    settings: Settings
    dataset: Dataset
    root: Ledger
    read: int = 0
    converted: int = 0
    _names: set[str] = attrs.field(factory=set, init=False)

    @classmethod
    def of_document(
        cls, document: QmsLearningOpportunities, settings: Settings, *, edge: str, unused: Mapping[str, str]
    ) -> Release:
        """Begin the conversion of a document.

        Args:
            document: The LOMS document.
            settings: What the conversion cannot know by itself.
            edge: Name of the conversion, and of its tables.
            unused: Why nothing became of a record that no converted record needs, by kind of record.
        """
        rules = load_rules(edge)
        root = Ledger(rules, View(_ROOT, attribute_leaves_of(document, _ROOT)))
        return cls(settings=settings, dataset=Dataset.of_document(document, rules, unused), root=root)

    def key(self) -> str:
        """The upload key for the legacy document, and the account of the attributes of its document element."""
        for leaf in self.root.view.leaves:
            if leaf.name == "@xsdVersion":
                self.root.keep(leaf, Action.MAPPED, Target("@XsdVersion"))
        for path in ("@Key", "@XsdType", *([] if self.root.view.leaves else ["@XsdVersion"])):
            self.root.synthesise(Target(path))
        if not self.settings.legacy_key:
            self.root.issue(
                "CONVERT-NO-KEY",
                "The legacy model requires the upload key of the data source (Key), which is not known; it was left "
                "empty.",
                severity=Severity.WARNING,
                path="@Key",
                remedy="Give the setting legacy_key, or fill in the attribute before you upload the file.",
            )
        return self.settings.legacy_key or ""

    def convert_record(
        self, record: Record, *, start: Callable[[Record], D], steps: Sequence[Callable[[D], None]]
    ) -> D | None:
        """Convert a record; one that cannot be converted is left out, with all the reasons.

        Args:
            record: The LOMS record.
            start: Begins the legacy record.
            steps: Write it, one concern each.

        Returns:
            What it became, or None where it was left out.
        """
        self.read += 1
        problems: list[CannotConvertError] = []
        try:
            draft = start(record)
        except CannotConvertError as problem:
            _leave_out(record, [problem])
            return None
        for step in steps:
            try:
                step(draft)
            except CannotConvertError as problem:
                problems.append(problem)
        if problems:
            _leave_out(record, problems)
            return None
        if draft.name in self._names:
            draft.warn(
                "CONVERT-DUPLICATE-ID",
                f"The identifier {draft.name!r} is there more than once; the legacy system takes it for one record.",
                path=f"{record.kind}/identifier",
                remedy="Give every record an identifier of its own.",
            )
        self._names.add(draft.name)
        self.converted += 1
        self.dataset.add(draft.accounts)
        return draft

    def report(self, *, target_format: str) -> ConversionReport:
        """End the account of the conversion.

        Args:
            target_format: Name of the format that was converted to.
        """
        if not self.converted:
            self.root.issue(
                "CONVERT-NO-RECORD",
                "No record could be converted, and a legacy document must hold one, so the document is not valid.",
                severity=Severity.ERROR,
                remedy="Complete the records as the other messages say, or choose another target format.",
            )
        self.root.close()
        entries: list[Entry] = list(self.root.entries)
        issues: list[Issue] = list(self.root.issues)
        more_entries, more_issues = self.dataset.close()
        return ConversionReport(
            source_format="loms-2019",
            target_format=target_format,
            records_read=self.read,
            records_converted=self.converted,
            entries=(*entries, *more_entries),
            issues=(*issues, *more_issues),
        )


def _leave_out(record: Record, problems: Sequence[CannotConvertError]) -> None:
    """Account for a record that is left out; what was made of other records with it is forgotten."""
    said = " ".join(problem.message for problem in problems)
    record.ledger.leave_out(f"The record was left out. {said}")
    for problem in problems:
        record.ledger.issue(
            problem.code,
            f"{problem.message} The record was left out.",
            severity=Severity.ERROR,
            path=problem.path,
            remedy=problem.remedy,
        )
