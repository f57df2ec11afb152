"""Settings are checked when they are made."""

from __future__ import annotations

import attrs
import pytest

import loms
from loms.convert.settings import Settings


@pytest.mark.parametrize(
    "namespace", ["https://data.example.org/lo/", "http://x.example/#", "urn:example:lo:", "https://x.example:8080/a/"]
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
    ],
)
def test_anything_else_is_refused_with_the_value_and_an_example(namespace: str) -> None:
    with pytest.raises(loms.UsageError, match=r"is not an absolute URI.*https://data\.example\.org/lo/"):
        Settings(namespace=namespace)


def test_the_scheme_of_identifiers_is_the_namespace_unless_it_is_given() -> None:
    assert Settings(namespace="urn:example:").scheme() == "urn:example:"
    assert Settings(namespace="urn:example:", identifier_scheme="urn:scheme").scheme() == "urn:scheme"


@pytest.mark.parametrize("scheme", ["", " x", "a\tb", "a  b"])
def test_a_scheme_that_xml_would_change_is_refused(scheme: str) -> None:
    with pytest.raises(loms.UsageError, match="scheme"):
        Settings(identifier_scheme=scheme)


def test_a_fallback_language_must_be_a_text_code_of_loms() -> None:
    with pytest.raises(loms.UsageError, match="gives ES the language 'ca'"):
        Settings(fallback_languages={"ES": "ca"})


def test_a_fallback_language_must_be_given_for_a_country_of_the_list() -> None:
    with pytest.raises(loms.UsageError, match="names 'Spain'"):
        Settings(fallback_languages={"Spain": "es"})


def test_settings_cannot_be_changed() -> None:
    settings = Settings(fallback_languages={"ES": "en"})
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        settings.namespace = "urn:example:"  # type: ignore[misc]
    with pytest.raises(TypeError):
        settings.fallback_languages["ES"] = "es"  # type: ignore[index]


def test_settings_can_be_compared_and_hashed() -> None:
    assert Settings(namespace="urn:example:") == Settings(namespace="urn:example:")
    assert len({Settings(namespace="urn:example:"), Settings(namespace="urn:example:")}) == 1
