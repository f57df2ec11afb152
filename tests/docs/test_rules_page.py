"""The page of rules is what the code says of them, and each rule has an anchor."""

from __future__ import annotations

import re

from loms.validate import all_rules
from tools.rules_page import PAGE, rules_page


def test_the_page_is_as_the_code_has_it() -> None:
    assert PAGE.read_text("utf-8") == rules_page(), "write it anew: python -m tools.rules_page"


def test_each_rule_has_one_anchor() -> None:
    anchors = re.findall(r"^## \S+ \{ #(\S+) \}$", rules_page(), re.MULTILINE)
    assert anchors == [rule.code.lower() for rule in all_rules()]


def test_each_rule_says_what_and_why_and_what_to_do_in_sentences() -> None:
    for rule in all_rules():
        for words in (rule.says, rule.why, rule.remedy):
            assert re.fullmatch(r"[A-Z].*[.:]\S*|[A-Z].*\.", words), (rule.code, words)
