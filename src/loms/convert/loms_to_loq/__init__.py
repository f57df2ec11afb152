"""The edge from LOMS 2019 back to the legacy model of learning opportunities (0.5.10).

One opportunity becomes one legacy record, together with what it refers to: its specification, the activities and awards
of that, its provider and awarding bodies. What the legacy model has no place for is left out and reported. Each module
holds the steps for one concern; ``document`` runs them.
"""

from loms.convert.loms_to_loq.document import BY_MAIN_RECORD, convert_document

__all__ = ["BY_MAIN_RECORD", "convert_document"]
