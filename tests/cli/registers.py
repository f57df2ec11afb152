"""Files to try the commands on that link datasets of courses to qualifications."""

from __future__ import annotations

from pathlib import Path

import loms
from loms.model import Identifier, QmsLearningOpportunities, QualificationRef
from tests.releases.small import (
    SCHEME,
    activity,
    course,
    dataset,
    opportunity,
    organization,
    outcome,
    qualification,
    specification,
    urn,
)

LINKS = f"opportunity,qualification,scheme\nlo,Q-1,{SCHEME}\n"


def with_references(*identifiers: str) -> QmsLearningOpportunities:
    """A course that leads to qualifications by their identifiers."""
    references = [
        QualificationRef(id=urn(f"ref-{number}"), identifier=Identifier(value=each, scheme_id=SCHEME))
        for number, each in enumerate(identifiers)
    ]
    return dataset(
        opportunity("lo", by="specification"),
        specification("specification", activity="activity"),
        activity("activity", teaches=[f"ref-{number}" for number in range(len(references))]),
        outcome(),
        organization(),
        *references,
    )


def qualifications(*names: str) -> QmsLearningOpportunities:
    """A dataset of qualifications whose identifiers are their names."""
    return dataset(outcome(), *(qualification(name) for name in names))


def whole() -> QmsLearningOpportunities:
    """A dataset of a course and a qualification."""
    return dataset(*course("one"), qualification("Q-1", outcome="one-outcome"))


def furnish(folder: Path) -> None:
    """Put into a folder a dataset of a course, the qualification that it leads to, and a table of links."""
    loms.write(with_references("Q-1"), folder / "courses.xml")
    loms.write(qualifications("Q-1"), folder / "q.xml")
    loms.write(qualifications("Q-2"), folder / "more.xml")
    loms.write(with_references(), folder / "unlinked.xml")
    (folder / "links.csv").write_text(LINKS, encoding="utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    """What is in a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
