"""What the steps of a conversion from LOMS read from and write to, for one legacy record."""

from __future__ import annotations

import attrs

from loms.convert.accounting import Action, Ledger, Target
from loms.convert.from_loms.dataset import Dataset, Held, Node, Record
from loms.convert.refusing import CannotConvertError
from loms.convert.settings import Settings
from loms.convert.to_loms.codes import fallback_language
from loms.errors import Severity

__all__ = ["LegacyDraft"]


@attrs.define(kw_only=True)
class LegacyDraft:
    """What becomes one legacy record, while it is being written.

    Attributes:
        settings: What the conversion cannot know by itself.
        dataset: All records.
        main: The LOMS record that it becomes above all.
        element: Name of the legacy element, such as ``LearningOpportunity``.
        name: The legacy identifier.
        is_legacy: Whether the LOMS record was once made of a legacy record, which its identifier says.
        country: Legacy code of country or region.
        language: Legacy code of the language that the record is in.
        accounts: What became of each LOMS record that this one is made of.
    """

    settings: Settings
    dataset: Dataset
    main: Node
    element: str
    name: str
    is_legacy: bool
    country: str = ""
    language: str = ""
    accounts: dict[Record, Ledger] = attrs.field(factory=dict)

    @property
    def fallback(self) -> str:
        """The text code under which LOMS has texts in languages without a code."""
        country = self.country[:2]
        return self.settings.fallback_languages.get(country) or fallback_language(country).value

    def claim(self, record: Record) -> Ledger:
        """The account of a record for this legacy record, which from now on is made of it.

        Args:
            record: A LOMS record.
        """
        if record not in self.accounts:
            self.accounts[record] = Ledger(self.dataset.rules, record.view, record.id)
        return self.accounts[record]

    def follow(self, link: Held | None, *kinds: str) -> Record | None:
        """The record to which a link leads, which this legacy record is then made of.

        Args:
            link: The attribute ``idref``.
            *kinds: Names of the elements to which it may lead.
        """
        record = self.dataset.find(link.value, *kinds) if link is not None else None
        if record is not None:
            self.claim(record)
        return record

    def keep(self, held: Held, action: Action, path: str) -> None:
        """Account for a leaf that stands in the legacy record.

        Args:
            held: The source.
            action: In which way it does.
            path: Where, below the legacy record, such as ``Title``.
        """
        self.claim(held.record).keep(held.leaf, action, self._target(path))

    def drop(self, held: Held, *, lost: bool, detail: str = "") -> None:
        """Account for a leaf that does not stand in the legacy record.

        Args:
            held: The source.
            lost: Whether something that it says is not said any more.
            detail: What to say instead of the reason of the rule.
        """
        self.claim(held.record).drop(held.leaf, lost=lost and bool(held.value.strip()), detail=detail)

    def drop_all(self, node: Node, *, lost: bool, detail: str) -> None:
        """Account for everything in a record or block, none of which stands in the legacy record.

        Args:
            node: The record or block.
            lost: Whether something that it says is not said any more.
            detail: Why, one sentence.
        """
        for held in node.leaves:
            self.drop(held, lost=lost, detail=detail)

    def synthesise(self, path: str) -> None:
        """Account for something that the legacy record needs and LOMS does not have.

        Args:
            path: Where it stands, below the legacy record.
        """
        self.claim(self.main.record).synthesise(self._target(path))

    def warn(self, code: str, message: str, *, path: str | None = None, remedy: str = "") -> None:
        """Report something that is converted but should be looked at.

        Args:
            code: Stable name of the kind of problem.
            message: One sentence.
            path: Path of the source.
            remedy: What to do about it.
        """
        ledger = self.claim(self.main.record)
        ledger.issue(code, message, severity=Severity.WARNING, path=path, remedy=remedy)

    def unknown_code(self, held: Held) -> CannotConvertError:
        """What to raise for a code that is not in the list of LOMS.

        Args:
            held: The code.
        """
        return CannotConvertError(
            code="CONVERT-UNKNOWN-CODE",
            message=f"{held.leaf.name} has no code {held.value!r}.",
            remedy="Use a code of the list.",
            path=held.leaf.path,
        )

    def _target(self, path: str) -> Target:
        return Target(f"{self.element}/{path}", self.name)
