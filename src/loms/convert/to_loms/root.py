"""The attributes of legacy document elements: version, kind, key, and how the file is to be loaded."""

from __future__ import annotations

from loms.convert.accounting import Action, Ledger, Target
from loms.convert.leaves import Leaf, View, attribute_leaves_of
from loms.convert.to_loms.assembly import LomsAssembly
from loms.errors import Severity

__all__ = ["account_for_root"]


def account_for_root(source: object, name: str, assembly: LomsAssembly) -> None:
    """Account for the attributes of a legacy document element, none of which is content.

    Args:
        source: The legacy document.
        name: Local name of its document element.
        assembly: What comes of it.
    """
    own = attribute_leaves_of(source, name)
    ledger = Ledger(assembly.rules, View(name, own), tally=assembly.tally)
    for leaf in own:
        if leaf.name == "@XsdVersion":
            ledger.keep(leaf, Action.MAPPED, Target("@xsdVersion"))
        elif leaf.name == "@DatasourceComment":
            ledger.drop(leaf, lost=bool(leaf.value.strip()))
        elif leaf.name == "@Incremental":
            ledger.drop(leaf, lost=leaf.value in ("true", "1"))
            _warn_of_increment(ledger, leaf)
        elif leaf.name in ("@Key", "@XsdType"):
            ledger.drop(leaf, lost=False)
    assembly.add_account(ledger)


def _warn_of_increment(ledger: Ledger, leaf: Leaf) -> None:
    if leaf.value in ("true", "1"):
        ledger.issue(
            "CONVERT-INCREMENTAL",
            "The file says that its records are to be merged into stored data (Incremental), but a LOMS file is a "
            "whole release; the converted file holds these records only.",
            severity=Severity.WARNING,
            path=leaf.path,
            remedy="Merge it with the stored data before you publish it.",
        )
    elif leaf.value == "null":
        ledger.issue(
            "CONVERT-INCREMENTAL",
            "Incremental is null, which means nothing; it was taken as false.",
            severity=Severity.WARNING,
            path=leaf.path,
            remedy="Write true or false, or leave it out.",
        )
