"""How callers write it; mypy must accept every line."""

from __future__ import annotations

import loms
import loms.validate
from loms.errors import Issue
from loms.validate import Report, validate

ok: bool = loms.validate("courses.xml").ok
report: Report = loms.validate("courses.xml", format="loms-2019")
same: Report = validate("courses.xml")
issues: tuple[Issue, ...] = report.issues
public: type[loms.Report] = Report
