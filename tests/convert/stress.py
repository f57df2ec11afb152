"""A legacy document with every code of the legacy lists in it, and texts of every awkward shape."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice

from loms.legacy import learning_opportunities as loq
from tests.convert.documents import areas, block, document, labels, record, texts, urls

SHAPES = [
    "3 < 5 and C++ <beginner>",
    "<p>Bread &amp; cake<br>for <b>all",
    "AT&amp;T and caf&eacute;",
    "&lt;p&gt;escaped &lt;i&gt;twice&lt;/i&gt;&lt;/p&gt;",
    '<div class="x">See <a href="https://bread.example/a?b=1&amp;c=2">here</a></div>',
    "line one\nline two\ttabbed  and   spaced",
    "<table><tr><td>Monday</td><td>18:00</td></tr></table>",
    "ὥρα — 你好 — \U0001f35e",
    "]]> <!-- not a comment -- > &#169; &unknown; & more",
    "   ",
    "<p></p>",
    "<ul><li>one<li>two</ul>",
    '<a href="/course/1.html">apply</a> <iframe src="//maps.example/x"></iframe><a href="javascript:go()">go</a>',
    '<abbr title="Qualifications Framework">QF</abbr> <img src="/oven.png" alt="The oven"> <b class="red">hot</b>',
    "<p lang=fr>note<!-- deadline 1 May --><input value='95 EUR'><script>price(5)</script>",
    '<option label="spring" selected>',
]
ADDRESSES = [
    "https://school.example/a",
    "http://school.example/Brot backen?für=alle",
    "https://school.example/100%/[x]#a#b",
    "http://",
    'http://school.example:port/\\{}|^`<>"',
]


def stress_document() -> loq.LearningOpportunities:
    """286 records, one for each country and region; every other code comes in turn."""
    languages, shapes, addresses = cycle(loq.LanguageCode), cycle(SHAPES), cycle(ADDRESSES)
    areas_1997, areas_2013 = cycle(loq.ThematicAreas1997), cycle(loq.ThematicAreas2013)
    education_levels = cycle(loq.EducationLevel)
    eqf_levels: Iterator[loq.EqfLevel | None] = cycle([None, *loq.EqfLevel])
    nqf_levels = cycle([None, "6", " 5 a ", " ", "7"])
    durations: Iterator[loq.DurationCode | None] = cycle([None, *loq.DurationCode])

    def some(count: int) -> dict[str | None, str]:
        codes = [language.value for language in islice(languages, count)]
        return {code: f"{code}: {shape}" if shape.strip(" </p>") else shape for code, shape in zip(codes, shapes)}  # noqa: B905

    def named(count: int) -> dict[str | None, str]:
        return {language.value: f"{language.name} &amp; <b>name</b> <x>" for language in islice(languages, count)}

    def pages(count: int) -> dict[str | None, str]:
        codes = [language.value for language in islice(languages, count)]
        return dict(zip(codes, islice(addresses, count), strict=True))

    records = []
    for number, country in enumerate(loq.CountryCode):
        fields = areas(next(areas_1997), next(areas_1997))
        if number % 2:
            fields += areas(next(areas_2013), next(areas_1997), next(areas_2013))
        records.append(
            record(
                f"{country.value} / ü\t{number}",
                country_code=country,
                title=labels(named(2)),
                non_preferred_term=labels(some(2)),
                more_info=labels(some(3)),
                description=labels(some(3)),
                url=urls(pages(2)),
                education_level=next(education_levels),
                thematic_areas=fields,
                information_language=next(languages),
                eqf_level=next(eqf_levels),
                nqf_level=next(nqf_levels),
                special_target_group=list(loq.SpecialTargetGroup)[: number % 5],
                teaching_language=[*islice(languages, 3)],
                study_type=[each for bit, each in enumerate(loq.StudyType) if (number + 1) >> (bit % 9) & 1],
                duration_code=next(durations),
                duration_information=texts(some(2) if number % 3 else {"de": "3 Jahre", "en": "3 years"}),
                start_date=texts(some(2) if number % 3 else {"de": "1.9.2025", "ca": "2025-09-01"}),
                qualifications=[
                    block(
                        named(2) if each else some(2),
                        other_qualification_awarded_term=texts(some(2)),
                        qualification_awarded_url=urls(pages(2)),
                        qualification_awarded_description=texts(some(2)),
                        awarding_body=texts(named(1) if number % 4 else {}),
                        awarding_body_contact_info=texts(some(2)),
                        awarding_body_url=urls(pages(2)),
                    )
                    for each in range(number % 3)
                ],
                access_requirements=texts(some(2)),
                admission_procedure=texts(some(2)),
                costs=texts(some(2) if number % 3 else {"de": "1 200,50 €", None: "1200.50 EUR"}),
                grants=texts(some(2)),
                credits=texts(some(2) if number % 4 else {"fi": "7,5 ECTS"}),
                provider_name=labels(named(2)),
                provider_contact_info=texts(some(2)),
                provider_type=texts(some(2)),
                course_location=[
                    loq.CourseLocation(
                        course_location_info=texts(some(2)),
                        course_address=texts(some(2)),
                        special_arrangements=texts(some(2)),
                    )
                    for _ in range(number % 3)
                ],
            )
        )
    return document(*records, datasource_comment="stress", incremental=loq.Incremental.FALSE)
