"""Goes through the LOMS records that become legacy records, and puts the account of the conversion together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import attrs

from loms.convert.accounting import Action, Ledger, Target, stop_at_error
from loms.convert.from_loms.dataset import Dataset, Record
from loms.convert.occurrences import Occurrences
from loms.convert.refusing import CannotConvertError
from loms.convert.settings import Settings
from loms.convert.to_loq.accounts import Accounts
from loms.convert.to_loq.draft import LegacyDraft
from loms.errors import Issue, Severity

__all__ = ["LegacyAssembly"]

D = TypeVar("D", bound=LegacyDraft)

_NO_RECORD = Issue(
    code="CONVERT-NO-RECORD",
    severity=Severity.ERROR,
    message="No record could be converted, and a legacy document must hold one, so the document is not valid.",
    remedy="Complete the records as the other messages say, or choose another target format.",
)


@attrs.define(kw_only=True)
class LegacyAssembly:
    """What the records of a LOMS document became, and the account of it.

    Attributes:
        settings: What the conversion cannot know by itself.
        dataset: The records.
        accounts: Takes the accounts of them.
        root: The account of the document element.
        strict: Whether the first error ends the conversion.
        read: Number of records that could become legacy records.
        converted: Number of them that did.
    """

    settings: Settings
    dataset: Dataset
    accounts: Accounts
    root: Ledger
    strict: bool = False
    read: int = 0
    converted: int = 0
    _occurrences: Occurrences = attrs.field(factory=Occurrences, init=False)

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

        Raises:
            InvalidDataError: It is strict, and the record cannot be converted.
        """
        self.read += 1
        problems: list[CannotConvertError] = []
        try:
            draft = start(record)
        except CannotConvertError as problem:
            self._leave_out(record, [problem])
            return None
        for step in steps:
            try:
                step(draft)
            except CannotConvertError as problem:
                problems.append(problem)
        if problems:
            self._leave_out(record, problems)
            return None
        if self._occurrences(draft.name) > 1:
            draft.warn(
                "CONVERT-DUPLICATE-ID",
                f"The identifier {draft.name!r} is there more than once; the legacy system takes it for one record.",
                path=f"{record.kind}/identifier",
                remedy="Give every record an identifier of its own.",
            )
        self.converted += 1
        self.accounts.add(draft.accounts)
        return draft

    def end(self) -> tuple[Issue, ...]:
        """Look at all records together when the last has come.

        Returns:
            What is wrong.

        Raises:
            InvalidDataError: It is strict, and no record was converted.
        """
        issues = () if self.converted else (_NO_RECORD,)
        if self.strict:
            stop_at_error(issues)
        return issues

    def _leave_out(self, record: Record, problems: Sequence[CannotConvertError]) -> None:
        ledger = Ledger(self.dataset.rules, record.view, record.id)
        _account_for_left_out(ledger, problems)
        if self.strict:
            stop_at_error(ledger.issues)
        self.accounts.add({record: ledger})


def _account_for_left_out(ledger: Ledger, problems: Sequence[CannotConvertError]) -> None:
    """Account for a record that is left out; what was made of other records with it is forgotten."""
    said = " ".join(problem.message for problem in problems)
    ledger.leave_out(f"The record was left out. {said}")
    for problem in problems:
        ledger.issue(
            problem.code,
            f"{problem.message} The record was left out.",
            severity=Severity.ERROR,
            path=problem.path,
            remedy=problem.remedy,
        )
