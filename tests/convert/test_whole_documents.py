"""Whole documents: the result is valid, the same every time, and nothing is lost without a word."""

from __future__ import annotations

import copy
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import loms
from loms.legacy import learning_opportunities as loq
from loms.legacy.learning_opportunities import LearningOpportunities
from tests.convert.documents import SECRET, SETTINGS, Converted, block, document, labels, record, texts, urls
from tests.convert.finding import lost_without_a_word
from tests.convert.stress import SHAPES, stress_document
from tests.support.documents import EXAMPLES, SAMPLES

PIECES = [
    *(
        '<a href="/course/1.html">',
        "</a>",
        '<img src="/x.png" alt="oven">',
        '<abbr title="Framework &amp; more">',
        "</abbr>",
    ),
    *(
        '<iframe src="//x.example/map">',
        '<object data="f.pdf">',
        '<input value="95 EUR" class="wide">',
        "<b hidden words>",
    ),
    *(
        "<!-- deadline -->",
        "<script>price</script>",
        "<p>",
        "</p>",
        "<br/>",
        " word ",
        "&amp;",
        "&lt;b title='cake'&gt;",
    ),
]
MARKUP = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join)
VALUES = (
    st.sampled_from(SHAPES)
    | MARKUP
    | st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="\ufffe\uffff")
        | st.sampled_from("<>&;\n"),
        min_size=1,
        max_size=20,
    )
)
LANGUAGES = st.none() | st.sampled_from([each.value for each in loq.LanguageCode])
TEXTS = st.dictionaries(LANGUAGES, VALUES, min_size=1, max_size=3)
NAMES = TEXTS.map(lambda given: {key: f"name {value}" for key, value in given.items()})
PAGES = st.dictionaries(LANGUAGES, VALUES.map(lambda value: f"https://{' '.join(value.split())}"), max_size=3)

SOURCES = {
    "sample": SAMPLES / "loq-learning-opportunities-0.5.10-sample.xml",
    "example": EXAMPLES / "courses-loq.xml",
}


@pytest.fixture(params=["sample", "example", "stress"], scope="module")
def source(request: pytest.FixtureRequest) -> LearningOpportunities:
    if request.param == "stress":
        return stress_document()
    path: Path = SOURCES[request.param]
    if not path.is_file():
        pytest.skip(f"{path.name} is not part of this repository")
    return loms.read(path, expect=LearningOpportunities)


@pytest.fixture(scope="module")
def result(source: LearningOpportunities) -> Converted:
    return Converted(source)


def test_every_record_is_converted_without_an_error(source: LearningOpportunities, result: Converted) -> None:
    assert result.report.ok
    assert result.report.records_read == result.report.records_converted == len(source.learning_opportunity)


def test_every_text_and_code_is_where_the_report_says(source: LearningOpportunities, result: Converted) -> None:
    assert lost_without_a_word(source, result.report, result.xml) == []


def test_every_reference_target_and_id_is_under_the_namespace(result: Converted) -> None:
    ids = [each.get("id") for each in result.tree.iterfind("{*}*/{*}*")]
    assert len(ids) == len(set(ids))
    minted = [each for each in ids if each and not each.startswith("http://data.europa.eu/esco/")]
    assert all(each.startswith("https://data.example.org/lo/") for each in minted)


def test_the_same_input_gives_the_same_bytes_and_report(source: LearningOpportunities, result: Converted) -> None:
    again = Converted(copy.deepcopy(source))
    assert again.xml == result.xml
    assert again.report == result.report


def test_the_bytes_do_not_depend_on_the_hash_seed() -> None:
    program = (
        "import sys, loms; settings = loms.Settings(namespace='https://data.example.org/lo/');"
        "done = loms.convert(loms.read('examples/courses-loq.xml'), to='loms-2019', settings=settings);"
        "sys.stdout.buffer.write(loms.dumps(done.document)); print(done.report.as_dict())"
    )
    printed = [
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=EXAMPLES.parent,
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert printed[0]
    assert printed[0] == printed[1]


def test_the_source_is_not_changed(source: LearningOpportunities) -> None:
    before = copy.deepcopy(source)
    loms.convert(source, to="loms-2019", settings=SETTINGS)
    assert source == before


def test_the_key_appears_nowhere() -> None:
    result = Converted(document(record(), datasource_comment="full export"))
    assert SECRET.encode() not in result.xml
    assert SECRET not in repr(result.report)
    assert SECRET not in str(result.report.as_dict())
    assert "LearningOpportunities/@Key" in {entry.source for entry in result.report.entries}


def test_the_report_keeps_the_order_of_the_source(result: Converted) -> None:
    first = result.report.entries[5].record
    paths = [entry.source for entry in result.report.entries if entry.record == first and entry.source]
    titles = [path for path in paths if "/Title[" in path]
    assert paths.index("LearningOpportunity/LearningOpportunityId") < paths.index(titles[0])
    assert paths.index(titles[-1]) < paths.index("LearningOpportunity/EducationLevel")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_whatever_texts_say_the_result_is_valid_and_nothing_is_lost(data: st.DataObject) -> None:
    made = record(
        data.draw(VALUES.filter(str.strip)),
        country_code=data.draw(st.sampled_from(loq.CountryCode)),
        title=labels(data.draw(NAMES)),
        more_info=labels(data.draw(TEXTS)),
        description=labels(data.draw(TEXTS)),
        url=urls(data.draw(PAGES)),
        nqf_level=data.draw(st.none() | VALUES),
        costs=texts(data.draw(TEXTS)),
        credits=texts(data.draw(TEXTS)),
        access_requirements=texts(data.draw(TEXTS)),
        qualifications=[
            block(
                data.draw(TEXTS),
                awarding_body=texts(data.draw(TEXTS)),
                awarding_body_contact_info=texts(data.draw(TEXTS)),
                awarding_body_url=urls(data.draw(PAGES)),
            )
        ],
        provider_name=labels(data.draw(NAMES)),
        course_location=[
            loq.CourseLocation(course_location_info=texts(data.draw(TEXTS)), course_address=texts(data.draw(TEXTS)))
        ],
    )
    source = document(made)
    result = Converted(source)
    assert result.report.ok
    assert lost_without_a_word(source, result.report, result.xml) == []
    assert Converted(copy.deepcopy(source)).xml == result.xml
