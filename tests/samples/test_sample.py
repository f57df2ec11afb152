"""Samples: the same ones for the same seed, of the wanted size, and in time every field of every class."""

from __future__ import annotations

import dataclasses
import importlib
import io
import subprocess
import sys
from collections import defaultdict

import pytest

import loms
from loms.formats import FORMATS, find_format
from loms.legacy.qms import Reference
from loms.samples import sample
from loms.samples.chooser import RandomChooser
from loms.samples.document import draw_document
from loms.samples.options import Options
from loms.validate import Checks
from tests.support.objects import parts, record_ids, values

NAMES = [format.name for format in FORMATS]


@pytest.mark.parametrize("minimal", [True, False], ids=["minimal", "full"])
@pytest.mark.parametrize("realistic", [True, False], ids=["believable", "odd"])
@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_valid(name: str, realistic: bool, minimal: bool) -> None:
    for seed in range(5):
        data = loms.dumps(sample(name, records=20, seed=seed, realistic=realistic, minimal=minimal))
        assert loms.validate(io.BytesIO(data), profile="schema").issues == ()


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_gives_the_same_bytes(name: str) -> None:
    assert loms.dumps(sample(name, seed=7)) == loms.dumps(sample(name, seed=7))


def test_the_same_seed_gives_the_same_bytes_in_another_process() -> None:
    code = (
        "import sys, loms; from loms.samples import sample;"
        "sys.stdout.buffer.write(loms.dumps(sample(seed=7, languages={'en', 'fr', 'pl'})))"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True)
        for seed in ("1", "2")
    ]
    assert runs[0].stdout == runs[1].stdout == loms.dumps(sample(seed=7, languages=["pl", "fr", "en"]))


def test_another_seed_gives_another_document() -> None:
    assert len({loms.dumps(sample(seed=seed)) for seed in (-1, 0, 1, 2)}) == 4


@pytest.mark.parametrize("number", [0, 1, 20])
def test_a_sample_has_the_number_of_opportunities_asked_for(number: int) -> None:
    for seed in range(50):
        document = sample(records=number, seed=seed, realistic=False)
        assert len(document.learning_opportunities.learning_opportunity) == number


def test_a_format_that_demands_a_record_gets_no_sample_without() -> None:
    with pytest.raises(loms.UsageError, match=r"cannot have 0 records\. Ask for 1 or more"):
        sample("loq-qualifications", records=0)


def test_a_minimal_sample_has_only_the_records_that_others_need() -> None:
    document = sample(records=1, minimal=True)
    assert len(record_ids(document)) == 4


def test_a_sample_is_in_the_languages_asked_for() -> None:
    assert {code.value for code in values(sample(languages=["pl"]), "lang")} == {"pl"}  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", NAMES)
def test_every_field_of_every_class_is_drawn_in_time(name: str) -> None:
    wanted = {
        (found.__name__, field.name)
        for found in vars(importlib.import_module(find_format(name).model)).values()
        if isinstance(found, type) and dataclasses.is_dataclass(found)
        for field in dataclasses.fields(found)
    }
    drawn: defaultdict[tuple[str, str], int] = defaultdict(int)
    chooser = RandomChooser(seed=1)
    for _ in range(5_000):
        for part in parts(draw_document(chooser, find_format(name), Options())):
            for field in dataclasses.fields(part):  # type: ignore[arg-type]
                if getattr(part, field.name) not in (None, []):
                    drawn[type(part).__name__, field.name] += 1
    assert sorted(wanted - drawn.keys()) == []


def test_awarding_bodies_of_qms_are_among_its_agents() -> None:
    meant = 0
    for seed in range(8):
        document = sample("qms-1.0", records=150, seed=seed)
        assert document.agents is not None
        known = {key for agent in document.agents.agent for key in (agent.uri, *agent.identifier)}
        references = [part for part in parts(document) if isinstance(part, Reference)]
        keys = {key for each in references for key in (each.uri, each.identifier) if key}
        assert keys <= known
        meant += len(keys)
    assert meant > 5


def test_records_of_qms_have_uris_of_their_own() -> None:
    document = sample("qms-1.0", records=60, seed=2)
    assert document.qualifications is not None
    uris = [each.uri for each in document.qualifications.qualification if each.uri]
    assert len(uris) == len(set(uris)) > 5
    assert len(uris) < 60


@pytest.mark.parametrize("name", ["loms-2019", "loq-learning-opportunities", "loq-qualifications"])
def test_a_believable_sample_shares_no_identifier_and_no_homepage_and_shows_its_logos(name: str) -> None:
    codes = ["LOMS-IDENTIFIER-DUPLICATE", "LOMS-HOMEPAGE", "LOMS-LOGO-TYPE"]
    document = io.BytesIO(loms.dumps(sample(name, records=60)))
    assert loms.validate(document, checks=Checks(select=codes)).counts == ()
