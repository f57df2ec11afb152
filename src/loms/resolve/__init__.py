"""From the reference to the qualification: an index of qualifications, and what becomes of references to them.

The package can be called: ``loms.resolve(dataset, "qualifications.xml")``; see `resolve`.
"""

from __future__ import annotations

from loms.resolve.embedding import EmbeddedReference, Embedding, embed
from loms.resolve.extracting import ExtractedRecord, Extraction, Move, extract
from loms.resolve.index import Index
from loms.resolve.joining import EmbeddedRecord, Fate
from loms.resolve.link_report import LinkedRow, Linking, LinkState
from loms.resolve.link_rows import LinkRow, LinkRows, read_link_rows
from loms.resolve.linking import link
from loms.resolve.listing import ListedReference, references
from loms.resolve.matching import Match, Matches, Outcome, match
from loms.resolve.qualification import IndexedRecord, Place
from loms.resolve.reference_formats import csv_lines, xml_lines
from loms.resolve.report import Goal, OpportunityLinks, Resolution, ResolvedReference
from loms.resolve.resolving import Followed, follow, resolve
from loms.verbs import make_callable

__all__ = [
    "EmbeddedRecord",
    "EmbeddedReference",
    "Embedding",
    "ExtractedRecord",
    "Extraction",
    "Fate",
    "Followed",
    "Goal",
    "Index",
    "IndexedRecord",
    "LinkRow",
    "LinkRows",
    "LinkState",
    "LinkedRow",
    "Linking",
    "ListedReference",
    "Match",
    "Matches",
    "Move",
    "OpportunityLinks",
    "Outcome",
    "Place",
    "Resolution",
    "ResolvedReference",
    "csv_lines",
    "embed",
    "extract",
    "follow",
    "link",
    "match",
    "read_link_rows",
    "references",
    "resolve",
    "xml_lines",
]

make_callable(__name__, resolve)
