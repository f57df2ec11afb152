"""The graph of conversions: each edge leads from one format to another, and a path is found by itself."""

from __future__ import annotations

import importlib
from collections import deque

import attrs

from loms.convert.accounting import ConversionReport
from loms.convert.joining import joined
from loms.convert.settings import Settings
from loms.document import Document
from loms.errors import UsageError
from loms.formats import format_of

__all__ = ["EDGES", "Conversion", "Edge", "convert", "find_path"]


@attrs.frozen
class Conversion:
    """What a conversion gives.

    Attributes:
        document: The root object of the target format.
        report: What became of every field.
    """

    document: Document
    report: ConversionReport


@attrs.frozen(kw_only=True)
class Edge:
    """A conversion from one format to another.

    Attributes:
        source: Name of the format it reads.
        target: Name of the format it makes.
        name: Name of its package in ``loms.convert``, and of its tables.
    """

    source: str
    target: str
    name: str

    def run(self, document: Document, settings: Settings, *, strict: bool = False) -> Conversion:
        """Convert a document.

        Args:
            document: A document of the source format.
            settings: What the conversion cannot know by itself.
            strict: Whether the first error ends it.

        Returns:
            The document of the target format and the report on it.

        Raises:
            UsageError: A setting is missing that the conversion needs.
            InvalidDataError: It is strict, and there is an error; ``issues`` holds it.
        """
        # Imported only now, because models and steps of conversions that nobody asked for take time to load.
        package = importlib.import_module(f"loms.convert.{self.name}")
        return Conversion(*package.convert_document(document, settings, strict=strict))


EDGES: tuple[Edge, ...] = (
    Edge(source="loq-learning-opportunities", target="loms-2019", name="loq_to_loms"),
    Edge(source="loq-qualifications", target="loms-2019", name="loq_qualifications_to_loms"),
    Edge(source="qms-1.0", target="loms-2019", name="qms_to_loms"),
    Edge(source="loms-2019", target="loq-learning-opportunities", name="loms_to_loq"),
    Edge(source="loms-2019", target="loq-qualifications", name="loms_to_loq_qualifications"),
    Edge(source="loms-2019", target="elm-loq", name="loms_to_elm"),
)
"""All conversions of one step."""


def convert(dataset: Document, *, to: str, settings: Settings | None = None, strict: bool = False) -> Conversion:
    """Convert a document to another format, in several steps where need is.

    From one older format to another the way leads through LOMS, and only what the second of them has records for comes
    through. The report is one, on the whole way, and says of each entry in which step it was made.

    Where no record can be converted, the document has none, and the report says so with the error
    ``CONVERT-NO-RECORD``: it should not take the place of an earlier one. It says the same of a source that has no
    record although its format requires one. A QMS file may have none, and gives a LOMS dataset that has none.

    Args:
        dataset: The document, such as ``loms.read`` gives.
        to: Name of the target format, such as ``loms-2019``.
        settings: What the conversion cannot know by itself; see ``Settings``.
        strict: Whether it stops at the first record with an error, so that no later record is looked at. Otherwise a
            record that cannot be converted is left out and reported, and the others go on.

    Returns:
        The new document and the report on it. The source is not changed.

    Raises:
        UsageError: The object is not a whole document, no conversion leads to the target, or a setting is missing
            that the conversion needs.
        InvalidDataError: It is strict, and there is an error; ``issues`` holds the first one.

    Examples:
        >>> import loms
        >>> from loms.legacy.learning_opportunities import LearningOpportunities, XsdType, XsdVersion
        >>> legacy = LearningOpportunities(
        ...     key="secret", xsd_version=XsdVersion.V0_5_10, xsd_type=XsdType.LEARNING_OPPORTUNITY
        ... )
        >>> settings = loms.Settings(namespace="https://data.example.org/lo/")
        >>> done = loms.convert(legacy, to="loms-2019", settings=settings)
        >>> [(entry.source, entry.action.value) for entry in done.report.entries if "Version" in entry.source]
        [('LearningOpportunities/@XsdVersion', 'mapped')]
    """
    chosen = settings or Settings()
    document = dataset
    reports: list[ConversionReport] = []
    for edge in find_path(format_of(dataset).name, to):
        done = edge.run(document, chosen, strict=strict)
        document = done.document
        reports.append(done.report)
    return Conversion(document, joined(reports))


def find_path(source: str, target: str) -> tuple[Edge, ...]:
    """The shortest way from one format to another.

    Args:
        source: Name of the format of the document.
        target: Name of the format that is wanted.

    Returns:
        The edges, in the order in which they are gone.

    Raises:
        UsageError: There is no way.

    Examples:
        >>> [edge.target for edge in find_path("loq-learning-opportunities", "loms-2019")]
        ['loms-2019']
    """
    if source == target:
        raise UsageError(f"The document is {target} already; there is nothing to convert.")
    ways: dict[str, tuple[Edge, ...]] = {source: ()}
    waiting = deque([source])
    while waiting:
        here = waiting.popleft()
        for edge in EDGES:
            if edge.source == here and edge.target not in ways:
                ways[edge.target] = (*ways[here], edge)
                waiting.append(edge.target)
    if target in ways:
        return ways[target]
    reachable = ", ".join(name for name in ways if name != source)
    possible = ", ".join(f"{edge.source} to {edge.target}" for edge in EDGES)
    raise UsageError(
        f"No conversion leads from {source} to {target!r}. "
        + (f"From {source} one can convert to: {reachable}." if reachable else f"Possible are: {possible}.")
    )
