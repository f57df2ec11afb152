"""Documents of ELM LOQ as linked data: graphs, Turtle, JSON-LD, and what SHACL says of them."""

from __future__ import annotations

from loms.errors import MissingDependencyError

try:
    from loms.rdf.building import graph
    from loms.rdf.checking import check
    from loms.rdf.writing import dumps, write
except ModuleNotFoundError as error:
    if error.name not in ("pyshacl", "rdflib"):
        raise
    raise MissingDependencyError("loms.rdf needs two more packages: pip install 'loms[rdf]'") from error

__all__ = ["check", "dumps", "graph", "write"]
