"""Helpers for multilingual text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import loms
from loms.model import SubjectType, TextContentType
from loms.text import ALLOWED_TAGS, clean_html, decode_references, is_html, label, note, pick, strip_html
from loms.text.markup import cleaned, stripped
from tests.support.trees import text_of

PIECES = [
    *("<p>", "</p>", "<b>", "</b>", "<UL>", "<li>", "</li>", "</ul>", "<div>", "</div>", "<br/>", "<hr>", "<h1>"),
    *('<a href="http://x">', "</a>", "<td>", "<tr>", "<x>", "<", ">", "&", "&amp;", "&lt;", "&#1;", "&nbsp;"),
    *('<abbr title="a b">', "</abbr>", '<img src="/x.png" alt="oven">', '<input value="95">', "<b hidden words>"),
    *('<iframe src="//x/y">', '<p class="c" title="t">', "</b onclick=f>"),
    *("<!--", "-->", "<script>", "</script>", '"', "'", "word ", "é"),
]
MARKUP = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=25).map("".join)


def parsed(cleaned: str) -> etree._Element:
    return etree.fromstring(f"<r>{cleaned.replace('<br>', '<br/>').replace('<hr>', '<hr/>')}</r>")


@pytest.mark.parametrize(
    "value", ["<b>now</b>", "two<br>lines", "</P>", '<a href="x">y</a>', "<table>", "<p\nclass=x>"]
)
def test_a_tag_of_a_known_element_makes_html(value: str) -> None:
    assert is_html(value)


@pytest.mark.parametrize("value", ["3 < 5", "C++ <beginner>", "a<b", "AT&amp;T", "&lt;b&gt;", "<3", "< b >", "<p", ""])
def test_anything_else_is_plain(value: str) -> None:
    assert not is_html(value)


@settings(deadline=None)
@given(MARKUP)
def test_cleaned_html_is_well_formed_and_holds_only_what_the_register_accepts(value: str) -> None:
    found = parsed(clean_html(value))
    assert {each.tag for each in found.iter()} - {"r"} <= ALLOWED_TAGS
    assert not any(each.attrib for each in found.iter())


@settings(deadline=None)
@given(MARKUP)
def test_cleaning_twice_changes_nothing_more(value: str) -> None:
    assert clean_html(clean_html(value)) == clean_html(value)


@settings(deadline=None)
@given(MARKUP)
def test_cleaning_keeps_the_words(value: str) -> None:
    assert "".join(text_of(parsed(clean_html(value))).split()) == "".join(strip_html(value).split())


@settings(deadline=None)
@given(MARKUP)
def test_cleaning_and_stripping_leave_out_the_same(value: str) -> None:
    assert cleaned(value).left_out == stripped(value).left_out


@settings(deadline=None)
@given(MARKUP)
def test_what_is_cleaned_has_nothing_more_to_leave_out(value: str) -> None:
    assert cleaned(clean_html(value)).left_out == ()


@pytest.mark.parametrize(
    ("value", "cleaned"),
    [
        ("<p>one<p>two", "<p>one</p><p>two</p>"),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>", "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>"),
        ("<i>1<b>2</i>3</b>", "<i>1<b>2</b></i>3"),
        ("<p>a<h1>b</h1>", "<p>a</p><h1>b</h1>"),
        ("<div>a</div><div>b</div>", "a<br>b"),
        ("<tr><td>a<td>b<tr><td>c", "a b <br>c"),
        ("<P CLASS='x' onclick=\"a>b\">x</P>", "<p>x</p>"),
        ("a<!-- Word says <b>hi</b> -->b", "ab"),
        ("<style>p {}</style><p>x", "<p>x</p>"),
        ("how to use <script> in <b>HTML</b>", "how to use &lt;script&gt; in <b>HTML</b>"),
        ("<p>R&D &copy; &unknown; 1<2</p>", "<p>R&amp;D © &amp;unknown; 1&lt;2</p>"),
        ("<strike>a</strike> <tt>b</tt>", "a <code>b</code>"),
        ("</p>x</b>", "x"),
    ],
)
def test_html_is_mended(value: str, cleaned: str) -> None:
    assert clean_html(value) == cleaned


@pytest.mark.parametrize(
    ("value", "cleaned"),
    [
        ('<a href="https://x.example/?a=1&amp;b=2">here</a>', "here (https://x.example/?a=1&amp;b=2)"),
        ("<a href=https://x.example>https://x.example</a>", "https://x.example"),
        ("<a href='mailto:a@x.example'>Ann</a>", "Ann (a@x.example)"),
        ('<a href="tel:+352123">call</a>', "call (+352123)"),
        ('<a href="/course/1.html">apply</a>', "apply (/course/1.html)"),
        ('<a href="//cdn.example/x">y</a>', "y (//cdn.example/x)"),
        ('<a href="HTTPS://x.example">y</a>', "y (HTTPS://x.example)"),
        ('<a href="a">all about it</a>', "all about it (a)"),
        ('<a href="https://x.example">https://x.example/a</a>', "https://x.example/a (https://x.example)"),
        ('<a href="https://x.example">see (https://x.example).</a>', "see (https://x.example)."),
        ('<a href="#top">top</a>', "top (#top)"),
        ('<a href="https://x.example">never closed', "never closed (https://x.example)"),
        ('<a href="/1">one<a href="/2">two', "one (/1)two (/2)"),
        ('<a href="/1"><b>one</a> two</b>', "<b>one (/1) two</b>"),
        ('<img src="https://x.example/a.png" alt="oven">', "oven (https://x.example/a.png)"),
        ('<img src="/a.png">', "(/a.png)"),
        ('<iframe src="https://x.example/map"></iframe> way', "(https://x.example/map) way"),
        ('<object data="https://x.example/f.pdf">form</object>', "form (https://x.example/f.pdf)"),
        ('<video src="https://x.example/v.mp4" poster="/p.png"></video>', "(https://x.example/v.mp4) (/p.png)"),
        ('<area href="/north" alt="North">', "North (/north)"),
    ],
)
def test_an_address_is_kept_as_text_behind_the_words_of_its_element(value: str, cleaned: str) -> None:
    assert clean_html(value) == cleaned


@pytest.mark.parametrize(
    ("value", "cleaned"),
    [
        ('<abbr title="Qualifications Framework">QF</abbr> 5', "QF (Qualifications Framework) 5"),
        ('<b title="x"><b>1</b>2</b>3', "<b><b>1</b>2 (x)</b>3"),
        ('<p title="one">1<p title="two">2', "<p>1 (one)</p><p>2 (two)</p>"),
        ('<a href="/x" title="Apply now">here</a>', "here (Apply now) (/x)"),
        ('<a title="here">here</a>', "here"),
        ("<b title=\"'a' &amp; b\">c</b>", "<b>c ('a' &amp; b)</b>"),
    ],
)
def test_an_explanation_is_kept_as_text_behind_the_words_of_its_element(value: str, cleaned: str) -> None:
    assert clean_html(value) == cleaned


@pytest.mark.parametrize(
    ("value", "what", "left_out"),
    [
        ('<input value="95 EUR">', "the attribute value of <input>", "95 EUR"),
        ('<option label="May">', "the attribute label of <option>", "May"),
        ("<a href='javascript:go(5)'>x</a>", "an address that only a browser can use in <a>", "javascript:go(5)"),
        (
            "<img src=data:image/png;base64,AA>",
            "an address that only a browser can use in <img>",
            "data:image/png;base64,AA",
        ),
        ("a <b and> c", "words in the tag <b>", "and"),
        ("<b 'in May'>x</b>", "words in the tag <b>", "in May"),
        ("<b>x</b title='in May'>", "words in the tag </b>", "in May"),
        ("<b>x</b alt='in May'>", "words in the tag </b>", "in May"),
    ],
)
def test_what_people_see_and_a_text_cannot_hold_is_named(value: str, what: str, left_out: str) -> None:
    (found,) = cleaned(value).left_out
    assert (found.what, found.value, found.is_seen) == (what, left_out, True)


@pytest.mark.parametrize(
    ("value", "what", "left_out"),
    [
        ("<p>x<!-- deadline 1 May --></p>", "a comment", "deadline 1 May"),
        ("<script>price(5)</script><p>x", "a script", "price(5)"),
        ('<script src="/w.js"></script>x', "a script", 'src="/w.js"'),
        ("<style>p {}</style>x", "a style", "p {}"),
        ('<b onclick="go()">x</b>', "the attribute onclick of <b>", "go()"),
        ('<b lang="fr">x</b>', "the attribute lang of <b>", "fr"),
        ('<a href="#">x</a>', "an address that leads nowhere in <a>", "#"),
    ],
)
def test_what_people_do_not_see_is_named_too(value: str, what: str, left_out: str) -> None:
    (found,) = cleaned(value).left_out
    assert (found.what, found.value, found.is_seen) == (what, left_out, False)


@pytest.mark.parametrize(
    "value", ['<p class="a b" style="color: red" ID=x width=5>', "<br/>", '<img alt="">', '<td nowrap colspan="2">']
)
def test_how_the_page_looks_is_passed_over(value: str) -> None:
    assert cleaned(f"{value}x").left_out == ()


def test_what_is_left_out_again_and_again_is_named_once() -> None:
    assert len(cleaned('<b lang="fr">x</b>' * 9).left_out) == 1


def test_addresses_in_each_other_without_end_are_all_kept() -> None:
    text = strip_html("".join(f'<b title="t{number}.">' for number in range(3000)))
    assert all(f"(t{number}.)" in text for number in range(3000))


def test_nesting_without_end_is_cut_and_loses_no_word() -> None:
    cleaned = clean_html("<b>" * 5000 + "word")
    assert strip_html(cleaned) == "word"
    assert cleaned.count("<b>") <= 100


@pytest.mark.parametrize(
    ("value", "decoded"),
    [
        ("caf&eacute;", "café"),
        ("&#233;&#xE9;", "éé"),
        ("&amp;amp;", "&amp;"),
        ("R&D &copy=1", "R&D &copy=1"),
        ("&unknown;", "&unknown;"),
        ("a&#1;b&#xD800;", "ab\ufffd"),
    ],
)
def test_references_are_decoded_once(value: str, decoded: str) -> None:
    assert decode_references(value) == decoded


def test_a_note_says_whether_it_is_html_and_what_it_is_about() -> None:
    made = note("<p>50 €</p>", "de", subject=SubjectType.COSTS)
    assert made.text.content_type is TextContentType.HTML
    assert [each.uri for each in made.subject] == [SubjectType.COSTS]


def test_a_language_without_code_is_refused_with_the_codes_there_are() -> None:
    with pytest.raises(loms.UsageError, match=r"'ca'.*It has: bg cs"):
        label("Pa", "ca")


def test_a_text_is_picked_by_the_order_of_languages() -> None:
    titles = [label("Brot", "de"), label("Pain", "fr"), label("Bread", "en")]
    assert pick(titles, "sv", "fr", "en") == "Pain"
    assert pick(titles, "sv") == "Brot"
    assert pick([], "en") is None
