"""Rewrites the XSDs into the view that the generator binds: final class names, every type named, no derivation.

A derived type of XML Schema is a promise about documents, not about Python classes. Left as it is, a restriction
would inherit the fields that it forbids. So each type is written out with what it effectively allows, and types that
serve only as a base disappear.
"""

import copy
import re
from pathlib import Path

from lxml import etree

from codegen.names import Target
from codegen.xsd import (
    REFERENCES,
    TYPES,
    XS,
    attribute,
    child,
    included,
    local,
    name_of,
    named_types,
    own_prefix,
    parent,
)

CONSTRAINTS = (XS + "unique", XS + "key", XS + "keyref")
PARTICLES = (XS + "sequence", XS + "choice", XS + "group")
ANNOTATION = XS + "annotation"


def flatten(schemas: Path, target: Target, destination: Path) -> Path:
    """Write the binding view of one schema below ``destination`` and return its main file."""
    main = schemas / target.schema
    parser = etree.XMLParser(remove_blank_text=True)
    documents = {path: etree.parse(path, parser).getroot() for path in included(main)}
    roots = list(documents.values())
    write_out_derivations(roots)
    for root in roots:
        forget_constraints_and_defaults(root)
        localize_elements(root, target)
        name_anonymous_types(root, target)
    inline_unions(roots)
    drop_unreferenced(roots)
    rename(roots, target)
    for path, root in documents.items():
        written = destination / path.relative_to(main.parent)
        written.parent.mkdir(parents=True, exist_ok=True)
        written.write_bytes(etree.tostring(root, pretty_print=True, xml_declaration=True, encoding="UTF-8"))
    return destination / main.name


def write_out_derivations(roots: list[etree._Element]) -> None:
    """Replace each type and group by what it effectively allows."""
    types = {name_of(named): named for _, named in named_types(roots)}
    for root in roots:
        derived = [node for node in root if node.tag in (XS + "complexType", XS + "group")]
        for old, new in [(node, written_out(node, types)) for node in derived]:
            root.replace(old, new)


def written_out(named: etree._Element, types: dict[str, etree._Element]) -> etree._Element:
    """A copy of a type or group in which restrictions, inner ones too, are replaced by what they effectively allow."""
    result = copy.deepcopy(named)
    for node in list(result.iter(XS + "complexType")):
        restriction = node.find(f"*/{XS}restriction")
        if restriction is None:
            continue
        base = written_out(types[local(attribute(restriction, "base"))], types)
        holder = parent(restriction)
        restricted = restriction.findall(XS + "attribute")
        if holder.tag == XS + "simpleContent":
            extension = child(base, f"*/{XS}extension")
            holder.replace(restriction, extension)
            merge_attributes(extension, restricted)
        else:
            content = [particle for particle in restriction if particle.tag in PARTICLES]
            node.remove(holder)
            node.extend([*content, *base.findall(XS + "attribute")])
            merge_attributes(node, restricted)
    return result


def merge_attributes(holder: etree._Element, restricted: list[etree._Element]) -> None:
    """Let the attributes of a restriction take the place of those of its base; prohibited ones go."""
    for new in restricted:
        old = next((each for each in holder.findall(XS + "attribute") if name_of(each) == name_of(new)), None)
        if old is None:
            holder.append(new)
        else:
            holder.replace(old, new)
        if attribute(new, "use") == "prohibited":
            holder.remove(new)


def forget_constraints_and_defaults(root: etree._Element) -> None:
    """Leave out what belongs to documents alone.

    An absent attribute stays absent: filling in its default would change the document on its way back.
    """
    for constraint in list(root.iter(*CONSTRAINTS)):
        parent(constraint).remove(constraint)
    for node in root.iter(XS + "attribute"):
        if "default" in node.attrib:
            del node.attrib["default"]


def localize_elements(root: etree._Element, target: Target) -> None:
    """Leave the document element as the only global one: the others become local where they are referred to."""
    elements = {name_of(element): element for element in root.findall(XS + "element")}
    for name, element in elements.items():
        if name != target.root:
            lift_type(root, element, name)
            root.remove(element)
        elif element.get("type") is not None:
            take_in_type(root, element)
    for reference in list(root.iter(XS + "element")):
        if reference.get("ref") is not None:
            element = elements[local(attribute(reference, "ref"))]
            del reference.attrib["ref"]
            reference.set("name", name_of(element))
            reference.set("type", attribute(element, "type"))
            reference.append(copy.deepcopy(child(element, ANNOTATION)))


def lift_type(root: etree._Element, element: etree._Element, name: str) -> None:
    """Give the anonymous complex type of an element the name of the element, and the element's documentation."""
    anonymous = element.find(XS + "complexType")
    if anonymous is not None:
        anonymous.set("name", name)
        anonymous.insert(0, copy.deepcopy(child(element, ANNOTATION)))
        element.set("type", f"{own_prefix(root)}:{name}")
        root.append(anonymous)


def take_in_type(root: etree._Element, element: etree._Element) -> None:
    """Make the named type of the document element anonymous, so that element and type become one class."""
    named = next(each for each in root if each.tag in TYPES and name_of(each) == local(attribute(element, "type")))
    del element.attrib["type"]
    del named.attrib["name"]
    named.remove(child(named, ANNOTATION))
    element.append(named)


def name_anonymous_types(root: etree._Element, target: Target) -> None:
    """Lift the anonymous types of local elements and attributes to the top, under the name given as data."""
    for node in list(root.iter(*TYPES)):
        if node.get("name") or parent(parent(node)) is root:
            continue
        holder = parent(node)
        path = f"{owner(holder)}/{'@' if holder.tag == XS + 'attribute' else ''}{name_of(holder)}"
        name = target.anonymous.get(path)
        if name is None:
            message = f"{target.schema}: the anonymous type at {path!r} has no name; add a row to codegen/names.py"
            raise ValueError(message)
        holder.remove(node)
        node.set("name", name)
        node.insert(0, copy.deepcopy(child(holder, ANNOTATION)))
        holder.set("type", f"{own_prefix(root)}:{name}")
        root.append(node)


def owner(node: etree._Element) -> str:
    """The name of the global component that holds a node."""
    *_, below_the_root, _ = [node, *node.iterancestors()]
    return name_of(below_the_root)


def inline_unions(roots: list[etree._Element]) -> None:
    """Put unions of code lists where they are used, since a named one would become a merged copy of its lists."""
    unions = {name_of(named): union for _, named in named_types(roots) for union in named.findall(XS + "union")}
    for root in roots:
        for node in list(root.iter(XS + "attribute", XS + "element")):
            union = unions.get(local(attribute(node, "type")))
            if union is None:
                continue
            if " " in attribute(union, "memberTypes"):
                del node.attrib["type"]
                etree.SubElement(node, XS + "simpleType").append(copy.deepcopy(union))
            else:
                node.set("type", attribute(union, "memberTypes"))


def drop_unreferenced(roots: list[etree._Element]) -> None:
    """Remove types that nothing uses once the derivations are written out."""
    while True:
        nodes = [node for root in roots for node in root.iter(etree.Element)]
        used = {local(name) for node in nodes for key in REFERENCES for name in attribute(node, key).split()}
        unused = [(root, named) for root, named in named_types(roots) if name_of(named) not in used]
        if not unused:
            return
        for root, named in unused:
            root.remove(named)


def rename(roots: list[etree._Element], target: Target) -> None:
    """Give types and the references to them their class names."""
    classes = [named for _, named in named_types(roots) if becomes_class(named)]
    new = {name: target.types.get(name) or re.sub(r"(Enum)?Type$", "", name) for name in map(name_of, classes)}
    clashes = sorted({name for name in new.values() if list(new.values()).count(name) > 1})
    if clashes:
        message = f"{target.schema}: two types would become the same class: {clashes}"
        raise ValueError(message)
    for named in classes:
        named.set("name", new[name_of(named)])
    for node in (node for root in roots for node in root.iter(etree.Element)):
        for key in REFERENCES:
            if node.get(key) is not None:
                node.set(key, " ".join(renamed(name, new) for name in attribute(node, key).split()))


def becomes_class(named: etree._Element) -> bool:
    """Whether a component becomes a Python class: complex types do, simple ones only where they list codes."""
    if named.tag == XS + "simpleType":
        return named.find(f"{XS}restriction/{XS}enumeration") is not None
    return bool(named.tag == XS + "complexType")


def renamed(name: str, new: dict[str, str]) -> str:
    """A qualified name with its local part replaced where there is a new one."""
    prefix, _, rest = name.rpartition(":")
    return f"{prefix}:{new[rest]}" if prefix and prefix != "xs" and rest in new else name
