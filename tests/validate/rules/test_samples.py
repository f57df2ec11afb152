"""No false alarm: what rules say about the published samples and our examples is all true, and listed here."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

import loms
from loms.validate import Checks
from tests.support.documents import EXAMPLES, SAMPLES

TODAY = datetime.date(2026, 9, 1)

TRUE: dict[str, dict[str, tuple[int, str]]] = {
    "loms-2019-small.xml": {
        "LOMS-CREDITS-WORKLOAD": (1, "1.5 credits and 14 hours"),
        "LOMS-DATE-PAST": (1, "it ended in March 2025"),
    },
    "loms-2019-sample.xml": {
        "LOMS-CODE-WITHDRAWN": (4, "NO062 is a region of Norway of before 2020"),
        "LOMS-DATE-ORDER": (2, "awarding ends in 2020 and starts in 2021"),
        "LOMS-DATE-PAST": (1, "it ended in June 2021"),
        "LOMS-IDENTIFIER-NO-SCHEME": (1, "the identifier ORG01 has no scheme"),
        "LOMS-LINK-UNUSED": (7, "some records are there to show all that a record can have"),
        "LOMS-LOGO-SIZE": (1, "contentSize is a random number"),
        "LOMS-LOGO-TYPE": (1, "the logo is random bytes"),
        "LOMS-PLACE-CONTRADICTION": (1, "a region of Germany in Libya"),
        "LOMS-PROVIDER-NO-CONTACT": (4, "four providers have neither contact nor homepage"),
        "LOMS-URL-SYNTAX": (1, "the host of contentUrl is random letters"),
    },
    "loq-learning-opportunities-0.5.10-sample.xml": {
        "LOMS-HOMEPAGE-SHARED": (1, "both records have the Url http://www.google.com"),
        "LOMS-LANGUAGE-WITHOUT-TEXT": (2, "taught in French, with texts that say no language, which means English"),
        "LOMS-TEXT-REFERENCE-LANGUAGE": (
            2,
            "InformationLanguage is fr, and texts say no language, which means English",
        ),
    },
    "loq-qualifications-0.7.10-sample.xml": {
        "LOMS-TEXT-REFERENCE-LANGUAGE": (
            2,
            "InformationLanguage is cs, and texts say no language, which means English",
        ),
    },
}
"""What is wrong with each sample: how often each rule says something, and why that is true."""


def numbers_in(path: Path) -> dict[str, int]:
    """How often each rule says something."""
    return {each.code: each.number for each in loms.validate(path, checks=Checks(date=TODAY)).counts}


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.xml")), ids=lambda path: path.name)
def test_the_examples_are_as_the_register_wants_them(path: Path) -> None:
    assert numbers_in(path) == {}


@pytest.mark.skipif(not SAMPLES.exists(), reason="the published samples are not beside this checkout")
@pytest.mark.parametrize("name", sorted(TRUE))
def test_the_published_samples_have_these_faults_and_no_others(name: str) -> None:
    assert numbers_in(SAMPLES / name) == {code: number for code, (number, _) in TRUE[name].items()}
