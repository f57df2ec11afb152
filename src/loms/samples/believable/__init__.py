"""Believable texts for samples: titles, descriptions, addresses and more, in many languages and all invented."""

from __future__ import annotations

from loms.samples.believable.data import country_codes, languages
from loms.samples.believable.fields import kind_of
from loms.samples.believable.texts import KINDS, PROSE, html_text, plain_text

__all__ = ["KINDS", "PROSE", "country_codes", "html_text", "kind_of", "languages", "plain_text"]
