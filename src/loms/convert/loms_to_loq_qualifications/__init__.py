"""The edge from LOMS 2019 back to the legacy model of qualifications (0.7.10).

One qualification becomes one legacy record, together with its first awarding body and the entitlements to occupations
that may result from it. Each module holds the steps for one concern; ``document`` runs them.
"""

from loms.convert.loms_to_loq_qualifications.document import BY_MAIN_RECORD, convert_document

__all__ = ["BY_MAIN_RECORD", "convert_document"]
