"""What linking gives says what became of each row."""

from __future__ import annotations

from tests.releases.small import SCHEME, course, qualification_ref, urn
from tests.resolve.linked import linked, row


def test_the_report_is_plain_data() -> None:
    done = linked([*course("lo"), qualification_ref("Q-1")], row("lo", "Q-1", line=2))
    assert done.as_dict() == {
        "operation": "link",
        "ok": True,
        "counts": {"linked": 1, "unchanged": 0, "refused": 0},
        "rows": [
            {
                "row": {"opportunity": "lo", "qualification": "Q-1", "scheme_id": SCHEME, "line": 2},
                "state": "linked",
                "opportunity": urn("lo"),
                "target": urn("Q-1"),
                "activity": urn("lo-specification~activity"),
            }
        ],
        "issues": [],
    }
