"""Validation of documents: ``loms.validate(source)``, and the report it returns.

The package is its own verb: `loms.validate` is a module and can be called as `loms.validate.validating.validate`.
"""

from __future__ import annotations

from loms.validate.catalogue import all_rules, find_rule
from loms.validate.checks import PROFILES, Checks
from loms.validate.coverage import Coverage
from loms.validate.defining import Finding, Rule, rule
from loms.validate.observing import Observer
from loms.validate.report import IssueCount, Report
from loms.validate.validating import validate
from loms.verbs import make_callable

__all__ = [
    "PROFILES",
    "Checks",
    "Coverage",
    "Finding",
    "IssueCount",
    "Observer",
    "Report",
    "Rule",
    "all_rules",
    "find_rule",
    "rule",
    "validate",
]

make_callable(__name__, validate)
