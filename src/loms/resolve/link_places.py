"""Finds where in a document a row puts its link: the opportunity, its specification, and the activity of that."""

from __future__ import annotations

from loms.model import LearningActivitySpecification, LearningOpportunity, LearningSpecification
from loms.releases.identifiers import Directory, collapsed
from loms.releases.records import Records, kind_of, shown_id
from loms.resolve.link_issues import RefusedError, called, listed
from loms.resolve.renaming import named_after
from loms.xml_values import comparable

__all__ = ["Places"]


class Places:
    """The opportunities of a document and the activities that may lead them to qualifications.

    Args:
        records: The records of the document, to which others may be added.
    """

    def __init__(self, records: Records) -> None:
        self._records = records
        self._directory = Directory.of(records, LearningOpportunity)

    def opportunity(self, name: str) -> str:
        """The key of the opportunity that a row means.

        Args:
            name: Its id, or one of its identifiers.

        Raises:
            RefusedError: There is none, or there are several.
        """
        wanted = collapsed(name)
        if wanted in self._directory.ids:
            return wanted
        found = list(dict.fromkeys(key for _, key in self._directory.entries.get(wanted, ())))
        if not found:
            raise RefusedError(
                "LINK-NO-OPPORTUNITY",
                f"No opportunity has the id or identifier {wanted!r}.",
                "Correct it, or name the dataset that holds the opportunity.",
            )
        if len(found) > 1:
            raise RefusedError(
                "LINK-SEVERAL-OPPORTUNITIES",
                f"{len(found)} opportunities have the identifier {wanted!r}: "
                f"{listed(map(self._called, found), len(found))}.",
                "Name the one that is meant by its id, or each of them in a row of its own.",
            )
        return found[0]

    def specification(self, opportunity: str) -> tuple[str, LearningSpecification]:
        """The specification of an opportunity, and its key.

        Args:
            opportunity: Key of the opportunity.

        Raises:
            RefusedError: The opportunity has no learning specification of its own.
        """
        specified_by: object = getattr(self._records[opportunity], "specified_by", None)
        key = _target_of(specified_by)
        found = self._records.get(key or "")
        if key is not None and isinstance(found, LearningSpecification):
            return key, found
        what = f"a {kind_of(found)}" if found is not None else "no record of the document"
        raise RefusedError(
            "LINK-NO-SPECIFICATION",
            f"The opportunity {self._called(opportunity)} was not linked, because its specifiedBy leads to {what}; "
            "only a learning specification of its own can say what else it leads to.",
            "Give it a learningSpecification of its own.",
        )

    def activity(self, key: str, specification: LearningSpecification) -> str:
        """The key of the activity of a specification, or of a new one.

        Args:
            key: Key of the specification.
            specification: The specification.

        Raises:
            RefusedError: It refers to an activity that is not there.
        """
        there = _target_of(specification.learning_activity_specification)
        if there is None:
            return named_after(key, "activity", self._records)
        if isinstance(self._records.get(there), LearningActivitySpecification):
            return there
        raise RefusedError(
            "LINK-NO-ACTIVITY",
            f"The specification {self._called(key)} refers to the activity {shown_id(there)}, which is not in the "
            "document.",
            "Add the activity, or take out the reference to it.",
        )

    def _called(self, key: str) -> str:
        return called(self._records[key])


def _target_of(link: object) -> str | None:
    idref: object = getattr(link, "idref", None)
    return comparable(idref, is_uri=True) if isinstance(idref, str) else None
