"""Settings of the tests: how many examples Hypothesis draws, and whether they are the same in every run."""

from __future__ import annotations

import os

from hypothesis import settings

# For work at the desk: a few seconds, other examples each time, and failures are tried again first.
settings.register_profile("dev", max_examples=10, deadline=None)
# What must be green: always the same examples, so that a change fails because of itself.
settings.register_profile("ci", max_examples=100, derandomize=True, database=None, deadline=None, print_blob=True)
# For changes of models, reading, writing and conversion: a long search, other examples each time.
settings.register_profile("thorough", max_examples=2_000, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
