"""A legacy document of qualifications with every code of the legacy lists in it, and texts of every awkward shape."""

from __future__ import annotations

from itertools import cycle, islice

from loms.legacy import qualifications as loq
from tests.convert.loq_qualifications_to_loms.documents import document, labels, record, supplement, texts, urls
from tests.convert.stress import ADDRESSES, SHAPES

__all__ = ["stress_document"]


def stress_document() -> loq.Qualifications:
    """114 records, three for each country and region; every other code comes in turn."""
    languages, shapes, addresses = cycle(loq.LanguageCode), cycle(SHAPES), cycle(ADDRESSES)
    areas, eqf_levels, nqf_levels = cycle(loq.ThematicAreas2013), cycle(loq.EqfLevel), cycle(loq.NqfLevel)

    def some(count: int) -> dict[str | None, str]:
        codes = [language.value for language in islice(languages, count)]
        said = islice(shapes, count)
        return {
            code: f"{code}: {shape}" if shape.strip(" </p>") else shape for code, shape in zip(codes, said, strict=True)
        }

    def named(count: int) -> dict[str | None, str]:
        return {language.value: f"{language.name} &amp; <b>name</b> <x>" for language in islice(languages, count)}

    def pages(count: int) -> dict[str | None, str]:
        codes = [language.value for language in islice(languages, count)]
        return dict(zip(codes, islice(addresses, count), strict=True))

    records = []
    for number, country in enumerate([*loq.CountryCode] * 3):
        sources: list[str | None] = [None, "Register of the ministry", "https://source.example/", " ", "<b>Law</b> 5"]
        made = record(
            f"{country.value} / ü\t{number}",
            title=labels(named(2)),
            non_preferred_terms=texts(some(2)),
            description=labels(some(3)),
            further_info=texts(some(2)),
            source_of_further_info=texts(some(1) if number % 2 else pages(2)),
            url=urls(pages(2)),
            eqf_level=next(eqf_levels),
            nqf_level=next(nqf_levels),
            thematic_areas_2013=[next(areas), next(areas)],
            information_language=next(languages),
            awarding_body=texts(named(2) if number % 4 else {}),
            awarding_body_contact_info=texts(some(2)),
            awarding_body_url=urls(pages(2)),
            source_of_information=sources[number % len(sources)],
            supplement_link=[supplement(f"https://supplement.example/{number}", next(languages).value)],
            national_occupation_classification=texts(named(2) if number % 3 else {}),
            relationship_type=texts(some(2)),
            expiry_date=texts(some(2)),
            access_requirements=texts(some(2)),
            ways_to_acquire=texts(some(2)),
            country_code=country,
        )
        records.append(made)
    return document(*records)
