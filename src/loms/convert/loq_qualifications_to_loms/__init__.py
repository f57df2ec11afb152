"""The edge from the legacy model of qualifications (0.7.10) to LOMS 2019.

One legacy record becomes a qualification, the learning outcome that LOMS requires, and where they are needed the
awarding body and an entitlement to the occupation that it names. Each module holds the steps for one concern;
``document`` runs them.
"""

from loms.convert.loq_qualifications_to_loms.document import BY_RECORD, convert_document

__all__ = ["BY_RECORD", "convert_document"]
