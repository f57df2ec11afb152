"""The links between the records of a dataset in little memory, what shapes them, and the identifiers they lead by."""

from __future__ import annotations

from loms.links.circle import circle_text
from loms.links.graph import LinkGraph
from loms.links.identifiers import elm_identifiers, loms_identifiers
from loms.links.shape import LOMS_LINKS, LinkShape

__all__ = ["LOMS_LINKS", "LinkGraph", "LinkShape", "circle_text", "elm_identifiers", "loms_identifiers"]
