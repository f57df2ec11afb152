"""Validation of documents: ``loms.validate(source)``, and the report it returns.

The package is its own verb: `loms.validate` is a module and can be called as `loms.validate.xsd.validate`.
"""

from __future__ import annotations

from loms.validate.report import Report
from loms.validate.xsd import validate
from loms.verbs import make_callable

__all__ = ["Report", "validate"]

make_callable(__name__, validate)
