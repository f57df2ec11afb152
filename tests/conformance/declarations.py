"""Parts of a schema, as the package xmlschema reads it, that are known to be of one kind."""

from collections.abc import Iterator

from xmlschema.validators import XsdComplexType, XsdComponent, XsdElement, XsdGroup, XsdSimpleType, XsdType


def local_name(component: XsdComponent) -> str:
    """The name of a component that has one, without its namespace."""
    assert component.local_name is not None
    return component.local_name


def simple_type(kind: XsdType) -> XsdSimpleType:
    """A simple type, or the one of the text that a complex type allows."""
    found = kind.content if isinstance(kind, XsdComplexType) else kind
    assert isinstance(found, XsdSimpleType)
    return found


def model_group(kind: XsdType) -> XsdGroup:
    """What a complex type allows as children."""
    assert isinstance(kind, XsdComplexType)
    assert isinstance(kind.content, XsdGroup)
    return kind.content


def child_declarations(declaration: XsdElement) -> Iterator[XsdElement]:
    """The declarations of the children of an element; our schemas have no wildcards."""
    for child in model_group(declaration.type).iter_elements():
        assert isinstance(child, XsdElement)
        yield child
