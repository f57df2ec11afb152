"""What a schema declares: which children and attributes an element may have, and which values they take."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator

import attrs
from lxml import etree

from loms.formats import Format
from loms.io.schema import sources
from loms.io.schema.declared import ElementDeclaration, Identity, SimpleType, Slot
from loms.io.schema.long_lists import CodePlace, LongLists, long_lists, without_lists
from loms.io.schema.sources import XS, SharedSchema, identity_constraints, local_name, target_namespace
from loms.io.schema.suggest import Code

__all__ = ["Declarations", "declarations"]

_SHORTEST = f"{XS}minLength"
_KNOWN_FACETS = (f"{XS}enumeration", f"{XS}pattern", _SHORTEST, f"{XS}simpleType", f"{XS}annotation")
_BESIDE_VALUES = (f"{XS}attribute", f"{XS}attributeGroup", f"{XS}annotation")
_PARTICLES = (f"{XS}element", f"{XS}group", f"{XS}sequence", f"{XS}choice", f"{XS}all")


class Declarations:
    """The declarations of one format, looked up as needed.

    Args:
        format: An entry of the register.
    """

    def __init__(self, format: Format) -> None:
        self.format = format
        self._tree = sources.flattened(format)
        self._schema = self._tree.main
        # By kind of component and name with its prefix, which means the same in all files.
        self._named = {(str(node.tag), name): node for name, node in self._tree.named()}
        self._elements = {each.node: each for each in (*self._name_elements(), *self._imported_elements())}
        self.root = next(
            each
            for each in self._elements.values()
            if each.node.getparent() is self._schema and each.name == format.root
        )

    def _name_elements(self) -> Iterator[ElementDeclaration]:
        """Give every declared element the name under which it is validated alone; equal ones share it."""
        namespace = target_namespace(self._schema)
        shared: dict[str, str] = {}
        for number, node in enumerate(self._schema.iter(f"{XS}element")):
            name = node.get("name")
            if name is None:
                continue
            alone = f"{name}.{number}"
            if node.getparent() is self._schema:
                alone = name
            elif node.get("type") and not identity_constraints(node):
                alone = shared.setdefault(str(node.get("type")), alone)
            yield ElementDeclaration(name=name, namespace=namespace, alone=alone, node=node)

    def _imported_elements(self) -> Iterator[ElementDeclaration]:
        """The elements of other namespaces, which can be validated alone because all of them are global."""
        for schema in self._tree.imported:
            for node in schema.iter(f"{XS}element"):
                name = node.get("name")
                if name is not None:
                    assert node.getparent() is schema  # noqa: S101 - our schemas import no other
                    yield ElementDeclaration(name=name, namespace=target_namespace(schema), alone=name, node=node)

    @functools.cached_property
    def single(self) -> SharedSchema:
        """Validates any declared element by itself, under its name ``alone``."""
        return self._single(self._schema)

    @functools.cached_property
    def long_lists(self) -> LongLists | None:
        """The long code lists and what is left of the schema without them; None where there are none."""
        named = {
            name: node
            for (tag, name), node in self._named.items()
            if tag == f"{XS}simpleType" and node.getparent() is self._schema
        }
        lists = long_lists(self._schema, named, {name: self._simple_type(name) for name in named})
        if not lists:
            return None
        shortest = min(len(self._simple_type(name).codes) for name in lists)
        return LongLists(
            schema=self._single(without_lists(self._schema, lists)), places=self._code_places(at_least=shortest)
        )

    def _code_places(self, *, at_least: int) -> dict[str, tuple[CodePlace, ...]]:
        """Where codes of long lists are, by the tag of the element."""
        found: dict[str, dict[str | None, frozenset[str]]] = {}
        for each in self._elements.values():
            places: list[tuple[str | None, SimpleType | None]] = [
                (None, self.text(each)),
                *self.attributes(each).items(),
            ]
            for attribute, kind in places:
                if kind is None or len(kind.codes) < at_least:
                    continue
                codes = frozenset(code.value for code in kind.codes)
                same = found.setdefault(each.tag, {})
                same[attribute] = same.get(attribute, codes) & codes
        return {
            tag: tuple(CodePlace(attribute=attribute, codes=codes) for attribute, codes in places.items())
            for tag, places in found.items()
        }

    def _single(self, schema: etree._Element) -> SharedSchema:
        local = {each.alone: each.node for each in self._elements.values() if each.alone != each.name}
        return sources.single_elements(schema, local.items())

    @functools.cached_property
    def frame(self) -> SharedSchema:
        """Validates what is around the records."""
        containers = [self.root]
        for _ in range(self.format.record_depth - 1):
            containers = [child for each in containers for child in self.children(each).values()]
        records = [node for each in containers for node in self._particle_elements(self._complex_type(each))]
        sections = {each.alone: each.node for each in containers if each.alone != each.name}
        return sources.frame(self._schema, self.root.node, records, sections.items())

    @functools.cache  # noqa: B019 - one object per format, kept for good
    def slots(self, element: ElementDeclaration) -> tuple[Slot, ...]:
        """The children that an element may have, in their order."""
        kind = self._complex_type(element)
        return () if kind is None else tuple(self._content(kind))

    @functools.cache  # noqa: B019 - one object per format, kept for good
    def children(self, element: ElementDeclaration) -> dict[str, ElementDeclaration]:
        """The children that an element may have, by local name, which is enough to tell them apart."""
        found = {child.name: child for slot in self.slots(element) for child in slot.elements}
        tags = {child.tag for slot in self.slots(element) for child in slot.elements}
        assert len(found) == len(tags)  # noqa: S101 - in our schemas no two differ in the namespace alone
        return found

    def child(self, parent: ElementDeclaration, element: etree._Element) -> ElementDeclaration | None:
        """How an element is declared as a child of another; None where it may not stand there.

        Args:
            parent: The declaration of the other.
            element: The element.
        """
        tag = str(element.tag)
        found = self.children(parent).get(local_name(tag))
        return found if found is not None and found.tag == tag else None

    @functools.cache  # noqa: B019 - one object per format, kept for good
    def repeatable(self, element: ElementDeclaration) -> frozenset[str]:
        """The local names of the children that an element may have several of."""
        return frozenset(child.name for slot in self.slots(element) if slot.many for child in slot.elements)

    @functools.cache  # noqa: B019 - one object per format, kept for good
    def attributes(self, element: ElementDeclaration) -> dict[str, SimpleType]:
        """The attributes that an element may have, with the values they take."""
        kind = self._complex_type(element)
        return {} if kind is None else {name: self._attribute_type(node) for name, node in self._attributes(kind)}

    @functools.cache  # noqa: B019 - one object per format, kept for good
    def required_attributes(self, element: ElementDeclaration) -> frozenset[str]:
        """The names of the attributes that an element must have."""
        kind = self._complex_type(element)
        attributes = () if kind is None else self._attributes(kind)
        return frozenset(name for name, node in attributes if node.get("use") == "required")

    @functools.cache  # noqa: B019 - one object per format, kept for good
    def is_simply_ordered(self, element: ElementDeclaration) -> bool:
        """Whether `slots` says all there is to say about the children of an element: their order and their number."""
        kind = self._complex_type(element)
        return kind is None or self._is_simple_order(kind)

    def _is_simple_order(self, kind: etree._Element) -> bool:
        node, base = self._derivation(kind)
        if base is not None and node.tag == f"{XS}extension" and not self._is_simple_order(base):
            return False
        return all(self._is_simple_particle(child) for child in node if child.tag in _PARTICLES)

    def _is_simple_particle(self, node: etree._Element) -> bool:
        """Whether a part of a content model is a sequence of elements, or any number of some elements."""
        at_least, at_most = node.get("minOccurs", "1"), node.get("maxOccurs", "1")
        if at_least not in ("0", "1") or at_most not in ("1", "unbounded"):
            return False
        if node.tag == f"{XS}element":
            return True
        if node.tag == f"{XS}choice":
            return at_most == "unbounded" and all(
                child.tag == f"{XS}element" and self._is_simple_particle(child)
                for child in node
                if child.tag in _PARTICLES
            )
        inner = self._named[f"{XS}group", str(node.get("ref"))] if node.tag == f"{XS}group" else node
        once = (at_least, at_most) == ("1", "1") and node.tag != f"{XS}all"
        return once and all(self._is_simple_particle(child) for child in inner if child.tag in _PARTICLES)

    @functools.cache  # noqa: B019 - one object per format, kept for good
    def constraints_within(self, element: ElementDeclaration) -> tuple[Identity, ...]:
        """The constraints on values within one element, which its declaration holds."""
        return tuple(self._identity(node) for node in identity_constraints(element.node))

    @functools.cache  # noqa: B019 - one object per format, kept for good
    def is_always_uri(self, tag: str, attribute: str) -> bool:
        """Whether no element of that name, wherever it stands, has the attribute with another type than ``anyURI``.

        Args:
            tag: Name of the elements, with their namespace as lxml writes it.
            attribute: Name of the attribute.
        """
        same = [each for each in self._elements.values() if each.tag == tag]
        kinds = [self.attributes(each).get(attribute) for each in same]
        return all(kind is None or kind.builtin == "anyURI" for kind in kinds)

    @functools.cache  # noqa: B019 - one object per format, kept for good
    def text(self, element: ElementDeclaration) -> SimpleType | None:
        """The values that the text of an element takes, or None where it has none."""
        name = element.node.get("type")
        if name is not None and (f"{XS}complexType", name) not in self._named:
            return self._simple_type(name)
        inline = element.node.find(f"{XS}simpleType")
        if inline is not None:
            return self._derived(inline)
        kind = self._complex_type(element)
        return None if kind is None else self._simple_content(kind)

    @functools.cached_property
    def identities(self) -> tuple[Identity, ...]:
        """The constraints on ids and references that hold for the whole file."""
        return tuple(self._identity(node) for node in identity_constraints(self.root.node))

    @functools.cached_property
    def inner_identities(self) -> dict[str, tuple[str, Identity]]:
        """The constraints that hold within one element, each with its name, by the name that libxml2 gives."""
        found = {}
        for each in self._elements.values():
            for identity in self.constraints_within(each) if each is not self.root else ():
                name = identity.name if each.alone == each.name else f"{each.alone}.{identity.name}"
                found[name] = (each.name, identity)
        return found

    def _identity(self, node: etree._Element) -> Identity:
        selector, field = node.find(f"{XS}selector"), node.find(f"{XS}field")
        assert selector is not None and field is not None  # noqa: S101, PT018 - the schema is our own
        refer = node.get("refer")
        path = str(field.get("xpath"))
        prefix, _, name = path.removeprefix("@").rpartition(":")
        assert path.startswith("@") or refer is None  # noqa: S101 - in our schemas only attributes refer
        return Identity(
            kind=local_name(str(node.tag)),
            name=str(node.get("name")),
            refer=None if refer is None else local_name(refer),
            paths=tuple(dict.fromkeys(_plain(path) for path in str(selector.get("xpath")).split("|"))),
            attribute=name,
            child=None if path.startswith("@") else f"{{{self._schema.nsmap[prefix]}}}{name}",
        )

    def _complex_type(self, element: ElementDeclaration) -> etree._Element | None:
        name = element.node.get("type")
        if name is not None:
            return self._named.get((f"{XS}complexType", name))
        return element.node.find(f"{XS}complexType")

    def _derivation(self, kind: etree._Element) -> tuple[etree._Element, etree._Element | None]:
        """Where the content of a complex type is written, and its base where there is one."""
        node = kind.find(f"{XS}complexContent/*")
        if node is None:
            node = kind.find(f"{XS}simpleContent/*")
        if node is None:
            return kind, None
        return node, self._named.get((f"{XS}complexType", str(node.get("base"))))

    def _content(self, kind: etree._Element) -> Iterator[Slot]:
        node, base = self._derivation(kind)
        if base is not None and node.tag == f"{XS}extension":
            yield from self._content(base)
        for particle in node:
            if particle.tag in _PARTICLES:
                yield from self._particle(particle, required=True, many=False)

    def _particle(self, node: etree._Element, *, required: bool, many: bool) -> Iterator[Slot]:
        required = required and node.get("minOccurs") != "0"
        many = many or node.get("maxOccurs", "1") != "1"
        if node.tag == f"{XS}element":
            yield Slot(elements=(self._declaration(node),), required=required, many=many)
        elif node.tag == f"{XS}group":
            group = self._named[f"{XS}group", str(node.get("ref"))]
            for particle in group:
                if particle.tag in _PARTICLES:
                    yield from self._particle(particle, required=required, many=many)
        elif node.tag == f"{XS}choice":
            inner = [slot for child in node for slot in self._branch(child, required=required, many=many)]
            yield Slot(
                elements=tuple(itertools.chain.from_iterable(slot.elements for slot in inner)),
                required=required and all(slot.required for slot in inner),
                many=any(slot.many for slot in inner),
            )
        else:
            for child in node:
                yield from self._branch(child, required=required, many=many)

    def _branch(self, node: etree._Element, *, required: bool, many: bool) -> Iterator[Slot]:
        if node.tag in _PARTICLES:
            yield from self._particle(node, required=required, many=many)

    def _declaration(self, node: etree._Element) -> ElementDeclaration:
        reference = node.get("ref")
        return self._elements[node if reference is None else self._named[f"{XS}element", reference]]

    def _particle_elements(self, kind: etree._Element | None) -> list[etree._Element]:
        """The ``xs:element`` nodes in the content of a type, references as they stand."""
        if kind is None:
            return []
        node, base = self._derivation(kind)
        inherited = self._particle_elements(base) if node.tag == f"{XS}extension" else []
        found: list[etree._Element] = []
        waiting = [child for child in node if child.tag in _PARTICLES]
        while waiting:
            particle = waiting.pop(0)
            if particle.tag == f"{XS}element":
                found.append(particle)
            elif particle.tag == f"{XS}group" and particle.get("ref"):
                waiting.insert(0, self._named[f"{XS}group", str(particle.get("ref"))])
            else:
                waiting[:0] = [child for child in particle if child.tag in _PARTICLES]
        return inherited + found

    def _attributes(self, kind: etree._Element) -> Iterator[tuple[str, etree._Element]]:
        node, base = self._derivation(kind)
        own = {str(child.get("name")): child for child in node if child.tag == f"{XS}attribute"}
        if base is not None:
            yield from ((name, child) for name, child in self._attributes(base) if name not in own)
        yield from ((name, child) for name, child in own.items() if child.get("use") != "prohibited")

    def _attribute_type(self, node: etree._Element) -> SimpleType:
        inline = node.find(f"{XS}simpleType")
        kind = self._simple_type(node.get("type", "xs:string")) if inline is None else self._derived(inline)
        restricted = kind.restricted or node.get("fixed") is not None
        return attrs.evolve(kind, default=node.get("default"), restricted=restricted)

    def _simple_content(self, kind: etree._Element) -> SimpleType | None:
        node = kind.find(f"{XS}simpleContent/*")
        if node is None:
            return None
        base = self._named.get((f"{XS}complexType", str(node.get("base"))))
        found = self._simple_type(str(node.get("base"))) if base is None else self._simple_content(base)
        if found is None or all(child.tag in _BESIDE_VALUES for child in node):
            return found
        return attrs.evolve(found, restricted=True)

    @functools.cache  # noqa: B019 - one object per format, kept for good
    def _simple_type(self, name: str) -> SimpleType:
        node = self._named.get((f"{XS}simpleType", name))
        return SimpleType(builtin=local_name(name)) if node is None else self._derived(node)

    def _derived(self, node: etree._Element) -> SimpleType:
        """A simple type that restricts another or unites several."""
        union = node.find(f"{XS}union")
        if union is not None:
            members = [self._simple_type(name) for name in str(union.get("memberTypes", "")).split()]
            members += [self._derived(each) for each in union.findall(f"{XS}simpleType")]
            closed = all(member.codes for member in members)
            united = dict.fromkeys(code for member in members for code in member.codes)
            restricted = not closed or any(member.restricted or member.shortest for member in members)
            return SimpleType(builtin=members[0].builtin, codes=tuple(united) if closed else (), restricted=restricted)
        restriction = node.find(f"{XS}restriction")
        assert restriction is not None  # noqa: S101 - our schemas have no lists
        inline = restriction.find(f"{XS}simpleType")
        base = self._simple_type(str(restriction.get("base"))) if inline is None else self._derived(inline)
        codes = tuple(_code(each) for each in restriction.findall(f"{XS}enumeration"))
        patterns = tuple(str(each.get("value")) for each in restriction.findall(f"{XS}pattern"))
        more = bool(patterns and base.patterns) or any(child.tag not in _KNOWN_FACETS for child in restriction)
        return attrs.evolve(
            base,
            codes=codes or base.codes,
            patterns=patterns or base.patterns,
            shortest=max([base.shortest, *(int(str(each.get("value"))) for each in restriction.findall(_SHORTEST))]),
            restricted=base.restricted or more,
        )


@functools.cache
def declarations(format: Format) -> Declarations:
    """The declarations of a format, read once.

    Args:
        format: An entry of the register.

    Examples:
        >>> from loms.formats import find_format
        >>> legacy = declarations(find_format("loq-delete"))
        >>> list(legacy.children(legacy.root)), list(legacy.attributes(legacy.root))
        (['EntityType', 'Id'], ['Key', 'XsdVersion', 'XsdType'])
    """
    return Declarations(format)


def _code(enumeration: etree._Element) -> Code:
    value = str(enumeration.get("value"))
    label = enumeration.findtext(f"{XS}annotation/{XS}documentation")
    return Code(value=value, name=" ".join((label or value).split()))


def _plain(path: str) -> str:
    """A path of a selector without prefixes.

    Examples:
        >>> _plain(" .//eup:a/eup:b ")
        './/a/b'
    """
    path = path.strip()
    anywhere = ".//" if path.startswith(".//") else ""
    return anywhere + "/".join(local_name(step) for step in path.removeprefix(".//").split("/"))
