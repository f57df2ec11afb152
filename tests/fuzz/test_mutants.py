"""Damaged documents, always the same ones: what runs where atheris does not."""

from __future__ import annotations

import functools
import random

import pytest

from fuzz import corpus
from fuzz.mutation import mutated, mutated_json
from fuzz.targets import TARGETS, Target

MUTANTS = 100
LONGEST = 4_000


@functools.cache
def small_seeds(*, json: bool) -> tuple[bytes, ...]:
    seeds = corpus.seeds_of_json(1) if json else corpus.seeds(1)
    return tuple(data for data in seeds if len(data) <= LONGEST)


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_promises_are_kept_for_damaged_documents(target: Target) -> None:
    chance = random.Random(f"damage for {target.name}")
    pool = small_seeds(json=target.json)
    damage = mutated_json if target.json else mutated
    for _ in range(MUTANTS):
        target(damage(chance.choice(pool), chance, pool))
