"""The schemas at work: compiled once, and every fault that they find told in plain words with its place."""

from __future__ import annotations

import functools

from lxml import etree

from loms.errors import Issue
from loms.formats import Format
from loms.io.schema.check import DocumentCheck

__all__ = ["compiled_schema", "issues_of_tree"]


@functools.cache
def compiled_schema(format: Format) -> etree.XMLSchema:
    """The schema of a format, compiled once.

    An ``etree.XMLSchema`` has one log of errors, so threads that need the log must not share it at the same time.
    The verdict alone is safe. `issues_of_tree` can be called from any thread.

    Args:
        format: An entry of the register of formats.

    Returns:
        The compiled schema.

    Examples:
        >>> from loms.formats import find_format
        >>> compiled_schema(find_format("loq-delete"))(etree.XML("<Delete/>"))
        False
    """
    return etree.XMLSchema(etree.parse(str(format.schema_path())))


def issues_of_tree(tree: etree._ElementTree, format: Format, *, source: str) -> tuple[Issue, ...]:
    """Everything that the schema of a format finds wrong in a document that is in memory.

    Args:
        tree: The document. It is the same afterwards.
        format: Its format, as its document element says.
        source: Name of the file, for the issues.

    Returns:
        One issue for each fault, in the order of the document; none when the document is valid.

    Examples:
        >>> from loms.formats import find_format
        >>> tree = etree.ElementTree(etree.XML('<Delete xmlns="http://ec.europa.eu/delete/v0_1_1" Key="k"'
        ...     ' XsdVersion="0.1.1" XsdType="Delete"><EntityType>Course</EntityType><Id>Q-1</Id></Delete>'))
        >>> [issue] = issues_of_tree(tree, find_format("loq-delete"), source="delete.xml")
        >>> issue.message
        "EntityType is 'Course', which is not in its code list."
        >>> issue.remedy
        'Use one of: Learning Opportunity (Learning opportunity), Qualification.'
    """
    root = tree.getroot()
    check = DocumentCheck(format, source=source)
    check.take(root, complete=True, drop=False)
    return check.issues(root)
