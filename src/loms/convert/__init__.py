"""Converts documents from one format to another and accounts for every field.

``loms.convert(dataset, to="loms-2019", settings=loms.Settings(namespace=...))`` gives a ``Conversion``: the document,
and a report of what became of each field of each record. The package itself is that function.
"""

from loms.convert.accounting import Action, ConversionReport, Entry, FieldSummary
from loms.convert.edges import EDGES, Conversion, Edge, convert, find_path
from loms.convert.known import KnownQualifications, QualificationIdentity
from loms.convert.settings import Settings
from loms.verbs import make_callable

__all__ = [
    "EDGES",
    "Action",
    "Conversion",
    "ConversionReport",
    "Edge",
    "Entry",
    "FieldSummary",
    "KnownQualifications",
    "QualificationIdentity",
    "Settings",
    "convert",
    "find_path",
]

make_callable(__name__, convert)
