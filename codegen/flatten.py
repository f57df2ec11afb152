"""Rewrites the XSDs into the view that the generator binds: final class names, every type named, no derivation.

A derived type of XML Schema is a promise about documents, not about Python classes. Left as it is, a restriction
would inherit the fields that it forbids. So each type is written out with what it effectively allows, and types that
serve only as a base disappear.
"""

import copy
import os
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
    documents,
    local,
    name_of,
    named_types,
    namespace_of,
    own_prefix,
    parent,
    qualified_name,
)

CONSTRAINTS = (XS + "unique", XS + "key", XS + "keyref")
PARTICLES = (XS + "sequence", XS + "choice", XS + "group")
ANNOTATION = XS + "annotation"


def flatten(schemas: Path, target: Target, destination: Path) -> Path:
    """Write the binding view of one schema below ``destination`` and return its main file."""
    main = schemas / target.schema
    files = documents(main)
    roots = list(files.values())
    for root in roots:
        say_other_namespace(root, namespace_of(files[main]))
    write_out_derivations(roots)
    for root in roots:
        forget_constraints_and_defaults(root)
    localize_elements(roots, target)
    for root in roots:
        name_anonymous_types(root, target)
    inline_unions(roots)
    drop_unreferenced(roots)
    rename(roots, target)
    import_what_is_used(files)
    for path, root in files.items():
        written = destination / path.relative_to(main.parent)
        written.parent.mkdir(parents=True, exist_ok=True)
        written.write_bytes(etree.tostring(root, pretty_print=True, xml_declaration=True, encoding="UTF-8"))
    return destination / main.name


def say_other_namespace(root: etree._Element, namespace: str) -> None:
    """Let the elements of an imported file say their namespace, which they keep where another file takes them in."""
    if namespace_of(root) != namespace:
        for element in root.iter(XS + "element"):
            if element.get("name") is not None:
                element.set("targetNamespace", namespace_of(root))


def write_out_derivations(roots: list[etree._Element]) -> None:
    """Replace each type and group by what it effectively allows."""
    types = {qualified_name(named): named for _, named in named_types(roots)}
    for root in roots:
        derived = [node for node in root if node.tag in (XS + "complexType", XS + "group")]
        for old, new in [(node, written_out(node, types)) for node in derived]:
            root.replace(old, new)


def written_out(named: etree._Element, types: dict[str, etree._Element]) -> etree._Element:
    """A copy of a type or group in which derivations, inner ones too, are replaced by what they effectively allow."""
    result = copy.deepcopy(named)
    for node in list(result.iter(XS + "complexType")):
        derivation = next(node.iterfind(f"*/{XS}restriction"), None)
        if derivation is None:
            derivation = next(node.iterfind(f"{XS}complexContent/{XS}extension"), None)
        if derivation is None:
            continue
        base = written_out(types[attribute(derivation, "base")], types)
        holder = parent(derivation)
        own = derivation.findall(XS + "attribute")
        if holder.tag == XS + "simpleContent":
            extension = child(base, f"*/{XS}extension")
            holder.replace(derivation, extension)
            merge_attributes(extension, own)
        else:
            inherited = particles(base) if derivation.tag == XS + "extension" else []
            node.remove(holder)
            node.extend([*joined([*inherited, *particles(derivation)]), *base.findall(XS + "attribute")])
            merge_attributes(node, own)
    return result


def particles(holder: etree._Element) -> list[etree._Element]:
    """What a type or a derivation says about children."""
    return [particle for particle in holder if particle.tag in PARTICLES]


def joined(content: list[etree._Element]) -> list[etree._Element]:
    """The particles of a base and those of its extension as one sequence."""
    if len(content) < 2:
        return content
    whole = etree.Element(XS + "sequence")
    whole.extend(content)
    return [whole]


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


def localize_elements(roots: list[etree._Element], target: Target) -> None:
    """Leave the document element as the only global one: the others become local where they are referred to."""
    elements = {qualified_name(element): element for root in roots for element in root.findall(XS + "element")}
    for element in elements.values():
        root = parent(element)
        if root is not roots[0] or name_of(element) != target.root:
            lift_type(root, element, name_of(element))
            root.remove(element)
        elif element.get("type") is not None:
            take_in_type(root, element)
    for reference in [node for root in roots for node in root.iter(XS + "element")]:
        if reference.get("ref") is not None:
            element = elements[attribute(reference, "ref")]
            del reference.attrib["ref"]
            for key in ("name", "type", "targetNamespace"):
                if element.get(key) is not None:
                    reference.set(key, attribute(element, key))
            if reference.find(ANNOTATION) is None:
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
    unions = {qualified_name(named): union for _, named in named_types(roots) for union in named.findall(XS + "union")}
    for root in roots:
        for node in list(root.iter(XS + "attribute", XS + "element")):
            union = unions.get(attribute(node, "type"))
            if union is None:
                continue
            if " " in attribute(union, "memberTypes"):
                del node.attrib["type"]
                etree.SubElement(node, XS + "simpleType").append(copy.deepcopy(union))
            else:
                node.set("type", attribute(union, "memberTypes"))


def drop_unreferenced(roots: list[etree._Element]) -> None:
    """Remove types that nothing comes to, from the document element on, once the derivations are written out."""
    types = {qualified_name(named): named for _, named in named_types(roots)}
    waiting = [each for root in roots for each in root if each.tag not in TYPES]
    used: set[str] = set()
    while waiting:
        nodes = list(waiting.pop().iter(etree.Element))
        names = {name for node in nodes for key in REFERENCES for name in attribute(node, key).split()} & types.keys()
        waiting += [types[name] for name in names - used]
        used |= names
    for name, named in types.items():
        if name not in used:
            parent(named).remove(named)


def rename(roots: list[etree._Element], target: Target) -> None:
    """Give types and the references to them their class names."""
    classes = {qualified_name(named): named for _, named in named_types(roots) if becomes_class(named)}
    new = {name: class_name(named, target) for name, named in classes.items()}
    clashes = sorted({name for name in new.values() if list(new.values()).count(name) > 1})
    if clashes:
        message = f"{target.schema}: two types would become the same class: {clashes}"
        raise ValueError(message)
    for name, named in classes.items():
        named.set("name", new[name])
    for node in (node for root in roots for node in root.iter(etree.Element)):
        for key in REFERENCES:
            if node.get(key) is not None:
                node.set(key, " ".join(renamed(name, new) for name in attribute(node, key).split()))


def class_name(named: etree._Element, target: Target) -> str:
    """The name of the class that a type becomes."""
    return target.types.get(name_of(named)) or re.sub(r"(Enum)?Type$", "", name_of(named))


def import_what_is_used(files: dict[Path, etree._Element]) -> None:
    """Let each file import the namespaces that it has come to use by what it took in from others."""
    places: dict[str, Path] = {}
    for path, root in files.items():
        places.setdefault(namespace_of(root), path)
    for path, root in files.items():
        imported = {attribute(link, "namespace") for link in root.iterchildren(XS + "import")}
        names = [attribute(node, key).split() for node in root.iter(etree.Element) for key in REFERENCES]
        prefixes = {name.partition(":")[0] for each in names for name in each}
        used = {root.nsmap[prefix] for prefix in prefixes} & places.keys() - imported - {namespace_of(root)}
        for namespace in sorted(used):
            location = os.path.relpath(places[namespace], path.parent)
            root.insert(0, etree.Element(XS + "import", namespace=namespace, schemaLocation=location))


def becomes_class(named: etree._Element) -> bool:
    """Whether a component becomes a Python class: complex types do, simple ones only where they list codes."""
    if named.tag == XS + "simpleType":
        return named.find(f"{XS}restriction/{XS}enumeration") is not None
    return bool(named.tag == XS + "complexType")


def renamed(name: str, new: dict[str, str]) -> str:
    """A qualified name with its local part replaced where there is a new one."""
    return f"{name.partition(':')[0]}:{new[name]}" if name in new else name
