"""Operations on a stored LOMS dataset: merge an increment, withdraw records, sweep what nothing needs any more.

Each takes documents and gives a new one, with a report of what became of the records. What was given is not changed.
"""

from loms.releases.deletes import Withdrawals, withdrawals
from loms.releases.increments import check_increment
from loms.releases.merging import merge
from loms.releases.report import Action, Entry, Release, ReleaseReport
from loms.releases.sweeping import sweep
from loms.releases.withdrawing import StillReferredTo, withdraw

__all__ = [
    "Action",
    "Entry",
    "Release",
    "ReleaseReport",
    "StillReferredTo",
    "Withdrawals",
    "check_increment",
    "merge",
    "sweep",
    "withdraw",
    "withdrawals",
]
