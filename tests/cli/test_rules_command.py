"""``loms rules`` shows what is checked beyond the schema."""

from __future__ import annotations

import json

from loms.validate import all_rules
from tests.support.running import Run


def test_all_rules_are_listed(run: Run) -> None:
    lines = run("rules").stdout.splitlines()
    assert [line.split()[0] for line in lines[1:]] == [rule.code for rule in all_rules()]


def test_a_rule_is_explained_with_both_examples(run: Run) -> None:
    shown = run("rules", "loms-html-link").stdout
    for words in (
        "LOMS-HTML-LINK (error)",
        "Why: ",
        "What to do: ",
        "Elements: text",
        "Bad:\n  <learn",
        "Good:\n  <learn",
    ):
        assert words in shown


def test_the_beginning_of_codes_stands_for_all_of_them(run: Run) -> None:
    lines = run("rules", "LOMS-HOMEPAGE").stdout.splitlines()
    assert [line.split()[0] for line in lines[1:]] == ["LOMS-HOMEPAGE-SHARED", "LOMS-HOMEPAGE-REPEATED"]


def test_programs_get_all_there_is_to_know(run: Run) -> None:
    [rule] = json.loads(run("rules", "--json", "LOMS-LOGO-TYPE").stdout)
    assert rule["severity"] == "error"
    assert set(rule) >= {"code", "says", "why", "remedy", "formats", "records", "elements", "bad", "good"}


def test_what_a_rule_passes_over_is_told(run: Run) -> None:
    assert "Limits: Told only when a credit stands for less than 20" in run("rules", "LOMS-CREDITS-WORKLOAD").stdout


def test_a_code_that_is_like_no_other_fails_without_a_guess(run: Run) -> None:
    done = run("rules", "LOMS-NOPE")
    assert done.exit_code == 2
    assert "Did you mean" not in done.stderr


def test_a_code_that_there_is_not_fails_with_the_nearest(run: Run) -> None:
    done = run("rules", "LOMS-LOGO-TIPE")
    assert done.exit_code == 2
    assert "Did you mean LOMS-LOGO-TYPE" in done.stderr
