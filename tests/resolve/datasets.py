"""Small datasets for the tests of the resolver, made of lines that a test can read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from loms.errors import Issue
from loms.formats import find_format

BASE = "https://data.example.org"
SCHEME = f"{BASE}/scheme"

_NAMESPACES = {name: find_format(name).namespace for name in ("loms-2019", "loq-qualifications", "qms-1.0", "elm-loq")}


def identifier(value: str, scheme: str | None = SCHEME) -> str:
    attribute = "" if scheme is None else f" schemeID={quoteattr(scheme)}"
    return f"<identifier{attribute}>{escape(value)}</identifier>"


def title(text: str, language: str = "en") -> str:
    return f'<title><text lang="{language}">{escape(text)}</text></title>'


def record(kind: str, id: str | None, *contents: str) -> str:
    attribute = "" if id is None else f" id={quoteattr(id)}"
    return f"<{kind}{attribute}>{''.join(contents)}</{kind}>\n"


def qualification(
    value: str | None, *contents: str, scheme: str | None = SCHEME, id: str | None = None, kind: str = "qualification"
) -> str:
    """A qualification; its id is made of its identifier unless one is given."""
    own = () if value is None else (identifier(value, scheme),)
    return record(kind, id or (None if value is None else f"{BASE}/qualification/{value}"), *own, *contents)


def reference(value: str, scheme: str | None = SCHEME, *, id: str | None = f"{BASE}/reference/1") -> str:
    return record("qualificationRef", id, identifier(value, scheme))


def link(field: str, target: str) -> str:
    return f"<{field} idref={quoteattr(target)}/>"


_SECTIONS = {
    "learningOpportunities": ("learningOpportunity",),
    "learningSpecificationReferences": ("learningSpecification", "qualification", "qualificationRef"),
    "learningOutcomeReferences": ("learningOutcome",),
    "learningActivitySpecificationReferences": ("learningActivitySpecification",),
    "assessmentSpecificationReferences": ("assessmentSpecification",),
    "entitlementSpecificationReferences": ("entitlementSpecification",),
    "agentReferences": ("organization",),
    "scoringSchemeReferences": ("scoringScheme",),
    "semanticFrameworkReferences": ("framework",),
}


def loms(*records: str) -> str:
    """A LOMS dataset; each record goes to its section."""
    sections = [
        f"<{section}>\n{''.join(inside)}</{section}>\n"
        for section, kinds in _SECTIONS.items()
        if (inside := [each for each in records if each[1:].split(None, 1)[0].partition(">")[0] in kinds])
        or section == "learningOpportunities"
    ]
    return (
        f'<qmsLearningOpportunities xmlns="{_NAMESPACES["loms-2019"]}">\n{"".join(sections)}</qmsLearningOpportunities>'
    )


_ELM_SECTIONS = {
    "learningOpportunity": ("learningOpportunity",),
    "learningAchievementSpecification": ("learningAchievementSpecification", "qualification", "qualificationReference"),
    "learningActivitySpecification": ("learningActivitySpecification",),
    "agent": ("agent", "organisation"),
    "accreditation": ("accreditation",),
    "location": ("location",),
}


def elm_identifier(value: str, scheme: str | None = SCHEME, *contents: str) -> str:
    attribute = "" if scheme is None else f" type={quoteattr(scheme)}"
    return f"<identifier><s:notation{attribute}>{escape(value)}</s:notation>{''.join(contents)}</identifier>"


def elm_reference(value: str, scheme: str | None = SCHEME, *, id: str = f"{BASE}/reference/1") -> str:
    return record("qualificationReference", id, elm_identifier(value, scheme))


def elm_qualification(value: str, *contents: str, kind: str = "qualification") -> str:
    return record(kind, f"{BASE}/qualification/{value}", elm_identifier(value), *contents)


def elm(*records: str) -> str:
    """An ELM LOQ dataset; each record goes to its section."""
    sections = [
        f"<{section}References>\n{''.join(inside)}</{section}References>\n"
        for section, kinds in _ELM_SECTIONS.items()
        if (inside := [each for each in records if each[1:].split(None, 1)[0].partition(">")[0] in kinds])
    ]
    skos = dict(find_format("elm-loq").prefixes)["skos"]
    return f'<Courses xmlns="{_NAMESPACES["elm-loq"]}" xmlns:s="{skos}">\n{"".join(sections)}</Courses>'


def loq(*values: str, url: str = "https://page.example/", language: str | None = None) -> str:
    """A dataset of legacy qualifications."""
    said = "" if language is None else f' language="{language}"'
    records = (
        f"<Qualification><QualificationId>{escape(value)}</QualificationId>"
        f"<Title{said}>Title of {escape(value)}</Title>"
        f"<Url>{escape(url)}</Url><EQFLevel>5</EQFLevel><AwardingBody>Chamber</AwardingBody></Qualification>\n"
        for value in values
    )
    return (
        f'<Qualifications xmlns="{_NAMESPACES["loq-qualifications"]}" Key="secret" XsdVersion="0.7.10" '
        f'XsdType="Qualification">\n{"".join(records)}</Qualifications>'
    )


def qms(*values: str, namespace: str | None = None, root: str | None = None) -> str:
    """A dataset of QMS 1.0, each qualification awarded by the one agent in it."""
    records = (
        f"<Qualification><URI>{BASE}/qms/{escape(value)}</URI><Identifier>{escape(value)}</Identifier>"
        f'<PreferredLabel lang="en">Title of {escape(value)}</PreferredLabel>'
        f"<HomePage><URI>https://page.example/{escape(value)}</URI></HomePage>"
        "<EQFLevel><URI>http://data.europa.eu/esco/eqf/4</URI></EQFLevel>"
        "<AwardingActivities><AwardingActivity><AssociatedWith><URI>https://body.example/</URI></AssociatedWith>"
        "</AwardingActivity></AwardingActivities></Qualification>\n"
        for value in values
    )
    agent = '<Agent><URI>https://body.example/</URI><Name lang="en">Chamber</Name></Agent>'
    root = root or find_format("qms-1.0").root
    return (
        f'<{root} xmlns="{namespace or _NAMESPACES["qms-1.0"]}"><Qualifications>\n{"".join(records)}</Qualifications>'
        f"<Agents>{agent}</Agents></{root}>"
    )


def write(path: Path, text: str) -> str:
    """Write a file; returns its path as users give it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return str(path)


def codes(issues: Iterable[Issue]) -> list[str]:
    return [issue.code for issue in issues]
