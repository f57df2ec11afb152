"""What others than libxml2 say of a document: expat about the XML, the package xmlschema about the rest.

Neither shares code with what the library stands on. Both have words of their own, which are translated into our issue
codes; where their words do not tell two codes apart, a complaint may stand for each of several. Two verdicts are given
in their name: on a DOCTYPE, which expat only notices, and on what is no URI, which xmlschema does not ask elementpath.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element
from xml.parsers import expat

from elementpath.datatypes import AnyURI
from xmlschema import XMLSchemaException, XMLSchemaValidationError
from xmlschema.validators import (
    XMLSchemaChildrenValidationError,
    XMLSchemaDecodeError,
    XsdAtomicBuiltin,
    XsdAttributeGroup,
    XsdComplexType,
    XsdElement,
    XsdEnumerationFacets,
    XsdGroup,
    XsdMinLengthFacet,
    XsdPatternFacets,
    XsdSimpleType,
    XsdType,
)

from loms.formats import Format
from tests.conformance.places import xmlschema_schema

__all__ = ["Family", "complaints_about"]

Family = frozenset[str]
"""Issue codes that one complaint may stand for."""

_BY_EXPAT: dict[str, Family] = {
    expat.errors.XML_ERROR_NO_ELEMENTS: Family({"XML-EMPTY", "XML-TRUNCATED", "XML-NOT-XML"}),
    expat.errors.XML_ERROR_UNCLOSED_TOKEN: Family({"XML-TRUNCATED", "XML-NOT-WELL-FORMED"}),
    expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION: Family({"XML-TRUNCATED"}),
    expat.errors.XML_ERROR_PARTIAL_CHAR: Family({"XML-TRUNCATED"}),
    expat.errors.XML_ERROR_UNDEFINED_ENTITY: Family({"XML-ENTITY"}),
    expat.errors.XML_ERROR_UNKNOWN_ENCODING: Family({"XML-ENCODING"}),
    expat.errors.XML_ERROR_INVALID_TOKEN: Family({"XML-NOT-WELL-FORMED", "XML-ENCODING"}),
}
_INCOMPLETE = Family({"XSD-MISSING-ELEMENT", "XSD-MISPLACED-ELEMENT"})
_OUT_OF_ORDER = Family({"XSD-MISPLACED-ELEMENT", "XSD-REPEATED-ELEMENT", "XSD-MISSING-ELEMENT"})
_REASONS: tuple[tuple[str, Family], ...] = (
    ("missing required attribute|missing key field", Family({"XSD-MISSING-ATTRIBUTE"})),
    ("field selects multiple values", Family({"XSD-REPEATED-ELEMENT"})),
    ("duplicated value", Family({"XSD-DUPLICATE-ID", "XSD-DUPLICATE-VALUE"})),
    (r"value \(.*\) not found for", Family({"XSD-DANGLING-REFERENCE"})),
    ("character data between child elements", Family({"XSD-TEXT-NOT-ALLOWED"})),
    ("because content is empty|simple content element can't have child", Family({"XSD-ELEMENT-NOT-ALLOWED"})),
    ("not nillable|global component .* not found", Family({"XSD-OTHER"})),
    ("invalid value .* for xs:anyURI", Family({"XSD-BAD-VALUE"})),
)
# elementpath refuses a path that begins with a colon also where a scheme stands before it, as in mailto::a@example.org.
_COLONS_AFTER_SCHEME = re.compile(r"\A(\s*[A-Za-z][A-Za-z0-9+.-]*:):+")
_UNTOLD = Family({"XSD-OTHER"})


def complaints_about(data: bytes, format: Format) -> set[Family]:
    """What is wrong with a document in the eyes of others.

    Args:
        data: The document.
        format: The format that it is meant to have.

    Returns:
        Each complaint as the issue codes that it may stand for. None at all: the document is valid.
    """
    broken = _by_expat(data, format)
    if broken:
        return {broken}
    try:
        found = xmlschema_schema(format.name).iter_errors(io.BytesIO(data), extra_validator=_no_uris)
        return {_family(error) for error in found}
    except XMLSchemaException:
        # An unknown xsi:type, where it does not stand at the document element, is raised instead of told.
        return {_UNTOLD}


def _by_expat(data: bytes, format: Format) -> Family | None:
    """What is wrong before any schema is looked at: the XML, a DOCTYPE, a document element of another format."""
    seen: list[str] = []
    doctypes: list[str] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = lambda name, *_: doctypes.append(name)
    parser.StartElementHandler = lambda name, _: seen.append(name)
    try:
        parser.Parse(data, True)
    except LookupError:  # Python knows no codec of that name
        return Family({"XML-ENCODING"})
    except expat.ExpatError as error:
        return _BY_EXPAT.get(expat.errors.messages[error.code], Family({"XML-NOT-WELL-FORMED"}))
    if doctypes:
        return Family({"XML-DOCTYPE"})
    return None if seen[0] == f"{format.namespace} {format.root}" else Family({"FORMAT-UNKNOWN"})


def _family(error: XMLSchemaValidationError) -> Family:
    """The codes that a complaint of xmlschema may stand for."""
    reason, validator = error.reason or "", error.validator
    if isinstance(error, XMLSchemaChildrenValidationError):
        return _family_of_child(error)
    # The types of XML Schema itself have patterns too.
    if isinstance(error, XMLSchemaDecodeError) or isinstance(getattr(validator, "parent", None), XsdAtomicBuiltin):
        return Family({"XSD-BAD-VALUE", "XSD-UNKNOWN-CODE"})
    if isinstance(validator, XsdEnumerationFacets):
        return Family({"XSD-UNKNOWN-CODE"})
    if isinstance(validator, XsdPatternFacets):
        return Family({"XSD-BAD-PATTERN"})
    if isinstance(validator, XsdMinLengthFacet):
        return Family({"XSD-EMPTY-VALUE"})
    if isinstance(validator, XsdGroup) and not _names_of_children(validator):
        return Family({"XSD-ELEMENT-NOT-ALLOWED"})
    known = next((family for pattern, family in _REASONS if re.search(pattern, reason)), None)
    if known is not None:
        return known
    if isinstance(validator, XsdAttributeGroup):
        return Family({"XSD-UNKNOWN-ATTRIBUTE"})
    raise AssertionError(f"no issue code is known for {type(validator).__name__}: {reason}")


def _family_of_child(error: XMLSchemaChildrenValidationError) -> Family:
    """The codes that a complaint about children may stand for."""
    assert isinstance(error.validator, XsdGroup)
    names = _names_of_children(error.validator)
    if not names:
        return Family({"XSD-ELEMENT-NOT-ALLOWED"})
    if error.invalid_tag is None:
        return _INCOMPLETE
    return _OUT_OF_ORDER if error.invalid_tag in names else Family({"XSD-UNKNOWN-ELEMENT"})


def _names_of_children(group: XsdGroup) -> set[str | None]:
    return {each.name for each in group.iter_elements()}


def _no_uris(element: Element, declaration: XsdElement) -> Iterator[XMLSchemaValidationError]:
    """Complain about what is no URI, which xmlschema itself never does, in the words of its sister elementpath."""
    attributes = declaration.attributes
    values: list[tuple[str | None, XsdType | None]] = [(element.text, declaration.type)]
    values += [(value, attributes[name].type) for name, value in element.attrib.items() if name in attributes]
    for value, kind in values:
        if _is_uri(kind):
            try:
                AnyURI(_COLONS_AFTER_SCHEME.sub(r"\1", value or ""))
            except ValueError as error:
                yield XMLSchemaValidationError(declaration, element, str(error))


def _is_uri(kind: XsdType | None) -> bool:
    """Whether values of a type are URIs."""
    content = kind.content if isinstance(kind, XsdComplexType) else kind
    return isinstance(content, XsdSimpleType) and content.is_atomic() and content.root_type.local_name == "anyURI"
