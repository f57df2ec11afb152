"""The edge from the legacy model of learning opportunities (0.5.10) to LOMS 2019.

One legacy record becomes an opportunity (where, when, by whom, at what price), a specification (what is learned), the
learning outcome that LOMS requires, and where they are needed the activities, one more specification for each
qualification that is awarded, and organizations. Each module holds the steps for one concern; ``document`` runs them.
"""

from loms.convert.loq_to_loms.document import BY_RECORD, convert_document

__all__ = ["BY_RECORD", "convert_document"]
