"""Hypothesis strategies that draw documents and records: valid and linked, or with one fault that has a label.

Importing this package also tells Hypothesis how to draw each class of the models, so that
``st.from_type(loms.model.LearningOpportunity)`` and ``st.builds`` on functions that take such an object work.
"""

from __future__ import annotations

from loms.errors import MissingDependencyError

try:
    from loms.strategies.documents import documents
    from loms.strategies.near_invalid import NearInvalid, near_invalid
    from loms.strategies.records import records, register
except ModuleNotFoundError as error:
    if error.name != "hypothesis":
        raise
    raise MissingDependencyError("loms.strategies needs one more package: pip install hypothesis") from error

__all__ = ["NearInvalid", "documents", "near_invalid", "records"]

register()
