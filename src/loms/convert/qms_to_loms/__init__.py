"""The edge from QMS 1.0 to LOMS 2019.

A qualification becomes a `qualification`, or a `learningSpecification` where it has no EQF level, which LOMS requires
of a qualification. Its learning outcomes and occupations become records of their own, and so do the frameworks that
they refer to. An agent becomes an `organization`. There are no learning opportunities. Each module holds the steps for
one concern; ``document`` runs them.
"""

from loms.convert.qms_to_loms.document import convert_document

__all__ = ["convert_document"]
