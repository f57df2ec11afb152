"""Settings are checked when they are made."""

from __future__ import annotations

import contextlib
import inspect
import re

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import loms
from loms.convert.identifiers import minted_id
from loms.convert.settings import Settings
from tests.convert.test_identifiers import ANY_URI

SWITCHES = [field.name for field in attrs.fields(Settings) if isinstance(field.default, bool)]
"""The settings that are yes or no."""


@pytest.mark.parametrize(
    "namespace",
    [
        "https://data.example.org/lo/",
        "http://x.example/#",
        "urn:example:lo:",
        "https://x.example:8080/a/",
        "https://x.example/%C3%BC/",
        "https://[2001:db8::1]/",
        "https://u@x.example/?a=/",
    ],
)
def test_an_absolute_uri_that_ends_in_a_separator_is_a_namespace(namespace: str) -> None:
    assert Settings(namespace=namespace).minting_namespace() == namespace


@pytest.mark.parametrize(
    "namespace",
    [
        "",
        "lo",
        "lo/",
        "https://",
        "https:///",
        "https://x.example",
        "https://x.example/a b/",
        "/lo/",
        "https://x.example/#a/",
        "https://x.example/[x]/",
        "https://x.example/%/",
        "https://x.example/%zz/",
        "https://x.example:a/",
        "https://x.example:",
        "http://a:b:c/",
        "https://a@b@c/",
        "https://u@/",
        "https://:80/",
        "https://[/",
        "https:/x.example/",
        "urn:[x]:",
        "https://x.example/\n",
        "https://ü.example/",
        5,
        b"https://x.example/",
    ],
)
def test_anything_else_is_refused_with_the_value_and_an_example(namespace: object) -> None:
    with pytest.raises(loms.UsageError, match=r"is not an absolute URI.*https://data\.example\.org/lo/"):
        Settings(namespace=namespace)  # type: ignore[arg-type]


@settings(deadline=None)
@given(st.text(st.sampled_from("ab1:/?#[]@%.-é ") | st.characters(codec="utf-8"), max_size=12))
def test_every_id_under_a_namespace_that_is_accepted_is_a_uri(rest: str) -> None:
    for scheme in ("https://", "urn:", ""):
        with contextlib.suppress(loms.UsageError):
            namespace = Settings(namespace=f"{scheme}{rest}/").minting_namespace()
            element = etree.Element("a")
            element.text = minted_id(namespace, "opportunity", "A 1")
            assert ANY_URI.validate(element), namespace


def test_the_scheme_of_identifiers_is_the_namespace_unless_it_is_given() -> None:
    assert Settings(namespace="urn:example:").scheme() == "urn:example:"
    assert Settings(namespace="urn:example:", identifier_scheme="urn:scheme").scheme() == "urn:scheme"


@pytest.mark.parametrize("scheme", ["", " x", "a\tb", "a  b", "\x01", "\ud800", "\uffff", 5])
def test_a_scheme_that_xml_cannot_hold_or_would_change_is_refused(scheme: object) -> None:
    with pytest.raises(loms.UsageError, match="scheme"):
        Settings(identifier_scheme=scheme)  # type: ignore[arg-type]


@pytest.mark.parametrize("languages", [5, None, [("ES", "es")], {1: "es"}, {"ES": 1}])
def test_fallback_languages_that_are_no_mapping_of_codes_are_refused(languages: object) -> None:
    with pytest.raises(loms.UsageError, match="fallback_languages"):
        Settings(fallback_languages=languages)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["no", None, 1])
@pytest.mark.parametrize("switch", SWITCHES)
def test_a_switch_is_yes_or_no(switch: str, value: object) -> None:
    with pytest.raises(loms.UsageError, match=rf"{switch} is .* Give True or False\."):
        Settings(**{switch: value})  # type: ignore[arg-type]


def test_a_fallback_language_must_be_a_text_code_of_loms() -> None:
    with pytest.raises(loms.UsageError, match="gives ES the language 'ca'"):
        Settings(fallback_languages={"ES": "ca"})


def test_a_fallback_language_must_be_given_for_a_country_of_the_list() -> None:
    with pytest.raises(loms.UsageError, match="names 'Spain'"):
        Settings(fallback_languages={"Spain": "es"})


def test_settings_cannot_be_changed() -> None:
    made = Settings(fallback_languages={"ES": "en"})
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        made.namespace = "urn:example:"  # type: ignore[misc]
    with pytest.raises(TypeError):
        made.fallback_languages["ES"] = "es"  # type: ignore[index]


def test_settings_can_be_compared_and_hashed() -> None:
    assert Settings(namespace="urn:example:") == Settings(namespace="urn:example:")
    assert len({Settings(namespace="urn:example:"), Settings(namespace="urn:example:")}) == 1


class TestToml:
    def test_every_setting_can_stand_in_a_file(self) -> None:
        settings = loms.Settings.from_toml(
            """
            namespace = "https://data.example.org/lo/"
            identifier_scheme = "urn:example:scheme"
            owns_qualifications = true
            study_type_pt = "partTimeLight"
            study_type_wk = "workShop"
            approximate_codes = false
            legacy_key = "k3y"
            default_language = "de"
            missing_homepage = "provider"
            missing_level = "specification"
            successor_codes = true
            near_codes = true
            parse_texts = false
            expiry_ends_awarding = true

            [fallback_languages]
            ES = "es"

            [known_qualifications]
            "https://quals.example/baker" = {identifier = "Q-1", scheme_id = "https://quals.example/"}
            """
        )
        [known] = settings.known_qualifications.find("https://quals.example/baker")
        assert (known.identifier, known.scheme_id) == ("Q-1", "https://quals.example/")
        assert attrs.asdict(settings, filter=lambda field, _: field.name != "known_qualifications") == {
            "namespace": "https://data.example.org/lo/",
            "identifier_scheme": "urn:example:scheme",
            "fallback_languages": {"ES": "es"},
            "owns_qualifications": True,
            "study_type_pt": "partTimeLight",
            "study_type_wk": "workShop",
            "approximate_codes": False,
            "legacy_key": "k3y",
            "default_language": "de",
            "missing_homepage": "provider",
            "missing_level": "specification",
            "successor_codes": True,
            "near_codes": True,
            "parse_texts": False,
            "expiry_ends_awarding": True,
        }

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("namespac = 1", "no setting 'namespac'. Did you mean namespace?"),
            ("qqqqq = 1", "Known settings: namespace, "),
            ("namespace =", "are no TOML: Invalid value"),
            ("known_qualifications = 3", "known_qualifications is 3"),
            ("[known_qualifications]\nx = 3", "has 3 for x. Give a table"),
            ('[known_qualifications]\nx = {identifier = ""}', "The identifier of a known qualification is ''"),
            ('study_type_pt = "x"', "Give 'partTimeIntensive' or 'partTimeLight'"),
            ('owns_qualifications = "yes"', "owns_qualifications is 'yes'. Give true or false, without quotes."),
            ("legacy_key = 3", "legacy_key is no text"),
            ('default_language = "xx"', "default_language is 'xx'. Give a language code of LOMS"),
            ('missing_homepage = "https://school.example/"', "{identifier} or {id} in it"),
            ('missing_homepage = "courses/{id}"', "Give 'refuse', 'provider', 'id', or a web address"),
            ('missing_level = "guess"', "Give 'refuse' or 'specification'"),
            ("near_codes = 1", "The setting near_codes is 1. Give true or false, without quotes."),
        ],
    )
    def test_a_mistake_is_named_with_what_to_do(self, text: str, message: str) -> None:
        with pytest.raises(loms.UsageError, match=re.escape(message)):
            loms.Settings.from_toml(text)

    @pytest.mark.parametrize("switch", SWITCHES)
    def test_a_switch_is_answered_in_the_words_of_toml(self, switch: str) -> None:
        with pytest.raises(loms.UsageError, match=rf"{switch} is 'yes'\. Give true or false, without quotes\."):
            loms.Settings.from_toml(f'{switch} = "yes"')


def test_the_upload_key_is_not_shown() -> None:
    assert "k3y" not in repr(loms.Settings(legacy_key="k3y"))


def test_known_qualifications_that_are_neither_mapping_nor_index_are_refused() -> None:
    with pytest.raises(loms.UsageError, match="Give a mapping of addresses"):
        loms.Settings(known_qualifications=3)  # type: ignore[arg-type]


@pytest.mark.parametrize("setting", [field.name for field in attrs.fields(loms.Settings)])
def test_the_reference_says_the_default_of_each_setting_and_why(setting: str) -> None:
    described = inspect.cleandoc(loms.Settings.__doc__ or "").partition("Attributes:\n")[2].partition("\nExamples:")[0]
    [text] = [text for text in re.split(r"\n(?=    \w)", f"\n{described}") if text.strip().startswith(f"{setting}:")]
    assert re.search(r"Default: .+ because ", " ".join(text.split()))
