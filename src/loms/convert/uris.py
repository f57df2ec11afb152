"""How the URIs of the code lists and concept schemes begin that LOMS refers to."""

from __future__ import annotations

_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_EUROPASS = "http://data.europa.eu/europass/"

COUNTRIES = f"{_AUTHORITY}country/"
CURRENCIES = f"{_AUTHORITY}currency/"
LANGUAGES = f"{_AUTHORITY}language/"

ESCO = "http://data.europa.eu/esco/"
EQF_LEVELS = f"{ESCO}eqf/"
EQF = f"{ESCO}concept-scheme/eqf"
"""The framework itself, of which these are the levels."""
ISCED_F = f"{ESCO}isced-f/"
NATIONAL_FRAMEWORKS = f"{ESCO}qdr/QF/"
NUTS = f"{ESCO}nuts/"

ACTIVITIES = f"{_EUROPASS}learningActivityType/"
MODES = f"{_EUROPASS}modeOfLearningAndAssessment/"
SCHEDULES = f"{_EUROPASS}learningScheduleType/"
TARGET_GROUPS = f"{_EUROPASS}targetGroup/"

EDUCATION_LEVELS = "framework/loq-education-level"
FIELDS_1997 = "framework/isced-1997-fields"
"""The ends of the ids of frameworks that the conversions to LOMS make; a namespace stands before them."""
