"""What a legacy file says of itself: an increment, or the whole."""

from __future__ import annotations

from collections.abc import Sequence

from loms.document import Document
from loms.errors import Issue, Severity
from loms.legacy.learning_opportunities import LearningOpportunities
from loms.legacy.qualifications import Qualifications

__all__ = ["check_increment"]

_TRUE = ("true", "1")


def check_increment(source: Document) -> Sequence[Issue]:
    """Warn of a legacy file that is merged although it does not call itself an increment.

    Args:
        source: The document, before it is converted. Formats that know no increments cannot say what they are.

    Examples:
        >>> from loms.legacy.learning_opportunities import XsdType, XsdVersion
        >>> source = LearningOpportunities(
        ...     key="secret", xsd_version=XsdVersion.V0_5_10, xsd_type=XsdType.LEARNING_OPPORTUNITY
        ... )
        >>> [issue.code for issue in check_increment(source)]
        ['RELEASE-WHOLE-FILE']
    """
    if not isinstance(source, LearningOpportunities | Qualifications):
        return ()
    if source.incremental is not None and str(getattr(source.incremental, "value", source.incremental)) in _TRUE:
        return ()
    return (
        Issue(
            code="RELEASE-WHOLE-FILE",
            severity=Severity.WARNING,
            message="The legacy file does not say that it is an increment (Incremental), so it is meant as the whole "
            "dataset; stored records that it lacks stay.",
            remedy="If it is the whole, convert it and publish that, or withdraw what it lacks.",
            path=f"{type(source).__name__}/@Incremental",
        ),
    )
