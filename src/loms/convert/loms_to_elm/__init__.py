"""The edge from LOMS 2019 to the European Learning Model, application profile LOQ 3.3.1, which the register takes.

Each LOMS record becomes one ELM record, but for frameworks, for which ELM has none; places, which LOMS has inside of
other records, become records of their own. Each module holds the steps for one concern; ``document`` runs them.
"""

from loms.convert.loms_to_elm.document import ElmConversion, convert_document

__all__ = ["ElmConversion", "convert_document"]
