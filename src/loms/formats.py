"""The register of document formats: adding a format is one entry."""

from __future__ import annotations

import importlib
from pathlib import Path

import attrs

from loms.errors import UsageError

__all__ = ["FORMATS", "REGISTER_FORMAT", "Format", "FormerVersion", "find_format", "format_of", "format_of_root"]


@attrs.frozen(kw_only=True)
class FormerVersion:
    """An earlier version of a format, whose documents are read as if they were of the present one.

    Attributes:
        versions: The versions that say so, the latest first.
        namespace: XML namespace of their elements, in place of that of the format.
        version_attribute: Attribute of the document element that says the version.

    Examples:
        >>> find_format("elm-loq").former[0].versions
        ('3.1.0', '3.0.0')
    """

    versions: tuple[str, ...]
    namespace: str
    version_attribute: str


@attrs.frozen(kw_only=True)
class Format:
    """One document format.

    Attributes:
        name: How the library and the command line call it.
        title: What it is, for people.
        version: Version of the standard.
        namespace: XML namespace of its elements.
        root: Local name of the document element.
        model: Python module of its typed model.
        root_class: Name of the class of the document element in that module.
        schema: XSD, relative to the folder of the schemas.
        record_depth: How deep its records lie below the document element: 1 for children, 2 for grandchildren.
        record_id: Where a record says its identifier: ``@id`` for an attribute, ``.`` for its own text, otherwise
            the local name of a child element.
        prefixes: The prefixes that stand for other namespaces in what is written, each with its namespace.
        former: Earlier versions that are read as well.

    Examples:
        >>> find_format("loms-2019").root
        'qmsLearningOpportunities'
    """

    name: str
    title: str
    version: str
    namespace: str
    root: str
    model: str
    root_class: str
    schema: str
    record_depth: int
    record_id: str
    prefixes: tuple[tuple[str, str], ...] = ()
    former: tuple[FormerVersion, ...] = ()

    def load_root_class(self) -> type[object]:
        """Import the model and return the class of the document element."""
        found = getattr(importlib.import_module(self.model), self.root_class)
        assert isinstance(found, type)  # noqa: S101 - an entry of this very file is wrong
        return found

    def schema_path(self) -> Path:
        """The XSD on disk, installed or in a checkout."""
        return schema_folder() / self.schema


FORMATS: tuple[Format, ...] = (
    Format(
        name="loms-2019",
        title="Learning Opportunity Metadata Schema (2019)",
        version="1.1.0",
        namespace="http://data.europa.eu/europass/qms-xml/schema/learning-opportunities",
        root="qmsLearningOpportunities",
        model="loms.model",
        root_class="QmsLearningOpportunities",
        schema="loms-2019/loms.xsd",
        record_depth=2,
        record_id="@id",
    ),
    Format(
        name="loq-learning-opportunities",
        title="Legacy LOQ (PLOTEUS) learning opportunities",
        version="0.5.10",
        namespace="http://ec.europa.eu/LearningOpportunities/v0_5_10",
        root="LearningOpportunities",
        model="loms.legacy.learning_opportunities",
        root_class="LearningOpportunities",
        schema="loq/learning-opportunities-0.5.10/learning-opportunities.xsd",
        record_depth=1,
        record_id="LearningOpportunityId",
    ),
    Format(
        name="loq-qualifications",
        title="Legacy LOQ (PLOTEUS) qualifications",
        version="0.7.10",
        namespace="http://ec.europa.eu/Qualifications/v0_7_10",
        root="Qualifications",
        model="loms.legacy.qualifications",
        root_class="Qualifications",
        schema="loq/qualifications-0.7.10/qualifications.xsd",
        record_depth=1,
        record_id="QualificationId",
    ),
    Format(
        name="loq-delete",
        title="Legacy LOQ (PLOTEUS) withdrawal of records",
        version="0.1.1",
        namespace="http://ec.europa.eu/delete/v0_1_1",
        root="Delete",
        model="loms.legacy.delete",
        root_class="Delete",
        schema="loq/delete-0.1.1/delete.xsd",
        record_depth=1,
        record_id=".",
    ),
    Format(
        name="qms-1.0",
        title="Qualification Metadata Schema (QMS)",
        version="1.0",
        # Known from its mapping to LOMS only, so namespace and document element are ours; see loms.io.adoption.
        namespace="urn:x-loms:qms-1.0",
        root="QualificationMetadata",
        model="loms.legacy.qms",
        root_class="QualificationMetadata",
        schema="qms-1.0/qms.xsd",
        record_depth=2,
        record_id="Identifier",
    ),
    Format(
        name="elm-loq",
        title="European Learning Model, LOQ application profile",
        version="3.3.1",
        namespace="http://data.europa.eu/snb/model/application-profile/loq-constraints/",
        root="Courses",
        model="loms.elm",
        root_class="Courses",
        schema="elm-loq/loq.xsd",
        record_depth=2,
        record_id="@id",
        prefixes=(
            ("clv", "http://data.europa.eu/m8g/"),
            ("dc", "http://purl.org/dc/terms/"),
            ("locn", "http://www.w3.org/ns/locn#"),
            ("skos", "http://www.w3.org/2004/02/skos/core#"),
        ),
        former=(
            FormerVersion(
                versions=("3.1.0", "3.0.0"),
                namespace="http://data.europa.eu/snb/model/ap/loq-constraints/",
                version_attribute="xsdVersion",
            ),
        ),
    ),
)

REGISTER_FORMAT = "elm-loq"
"""Name of the format that the register takes today."""


def schema_folder() -> Path:
    """The folder of the XSDs: inside the installed package, or at the top of a checkout."""
    installed = Path(__file__).parent / "schemas"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "schemas"


def find_format(name: str) -> Format:
    """The format of that name.

    Args:
        name: A name from the register, such as ``loms-2019``.

    Returns:
        The entry of the register.

    Raises:
        UsageError: No format has that name.

    Examples:
        >>> find_format("loq-delete").version
        '0.1.1'
    """
    for candidate in FORMATS:
        if candidate.name == name:
            return candidate
    known = ", ".join(candidate.name for candidate in FORMATS)
    raise UsageError(f"There is no format named {name!r}. Known formats: {known}.")


def format_of_root(*, namespace: str | None, root: str) -> Format | None:
    """The format whose documents begin with this element, or None.

    Args:
        namespace: XML namespace of the document element.
        root: Local name of the document element.
    """
    return next((each for each in FORMATS if each.namespace == namespace and each.root == root), None)


def format_of(dataset: object) -> Format:
    """The format of a document that is held as objects.

    Args:
        dataset: An instance of the root class of a format.

    Returns:
        The entry of the register.

    Raises:
        UsageError: The object is not a whole document of any format.

    Examples:
        >>> from loms.model import LearningOpportunityReferences, QmsLearningOpportunities
        >>> format_of(QmsLearningOpportunities(learning_opportunities=LearningOpportunityReferences())).name
        'loms-2019'
    """
    kind = type(dataset)
    for candidate in FORMATS:
        if candidate.root_class == kind.__name__ and kind.__module__.startswith(candidate.model):
            return candidate
    roots = ", ".join(f"{each.model}.{each.root_class}" for each in FORMATS)
    raise UsageError(f"An instance of {kind.__name__} is not a whole document. Whole documents are those of: {roots}.")
