"""A small validator made of the facts alone: it says of a document what the published schema would say.

It knows neither our XSDs nor any XSD processor, so that a mistake in our schemas cannot hide in it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from lxml import etree

from tests.conformance.places import code_rows, content_model, imported_models
from tests.support.trees import attributes_of, elements_at

NUMBER = r"[+-]?\d+"
ZONE = r"(Z|[+-]((0\d|1[0-3]):[0-5]\d|14:00))?"
DATE = r"-?\d{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
DAYS = r"(?!\d+-(04|06|09|11)-31)(?!\d+-02-3)"
TIME = r"(([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?|24:00:00(\.0+)?)"
LEXICAL = {
    "anyURI": r".*",
    "base64Binary": r"((B ?){4})*((B ?){3}=|(B ?){2}= ?=)?".replace("B", "[A-Za-z0-9+/]"),
    "boolean": r"true|false|0|1",
    "date": DAYS + DATE + ZONE,
    "dateTime": f"{DAYS}{DATE}T{TIME}{ZONE}",
    "decimal": r"[+-]?(\d+(\.\d*)?|\.\d+)",
    "duration": r"-?P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?",
    "integer": NUMBER,
    "language": r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*",
    "normalizedString": r".*",
    "string": r".*",
    "token": r".*",
}
# Where a schema may be found, which any element may say.
INSTANCE = "{http://www.w3.org/2001/XMLSchema-instance}"
LOCATIONS = {INSTANCE + "schemaLocation", INSTANCE + "noNamespaceSchemaLocation"}


# Prefixes of the namespace of a format itself, which its facts use or leave out.
OWN = ("eup", "tns", "loq")
# Prefixes of the namespaces that formats import.
IMPORTED = {
    "http://www.w3.org/ns/adms#": "adms",
    "http://data.europa.eu/m8g/": "clv",
    "http://purl.org/dc/terms/": "dc",
    "http://xmlns.com/foaf/0.1/": "foaf",
    "http://www.w3.org/ns/locn#": "locn",
    "http://www.w3.org/ns/org#": "org",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.w3.org/2000/01/rdf-schema#": "rdfs",
    "http://www.w3.org/ns/regorg#": "rov",
    "http://www.w3.org/2004/02/skos/core#": "skos",
}
# Where the facts name a component.
NAMING = ("type", "base", "group", "refer", "restriction", "union")


def local(name: str) -> str:
    """A name without the prefix of the namespace of the format; that of another namespace stays."""
    prefix, _, rest = name.rpartition(":")
    return rest if prefix in OWN or prefix in ("xs", "xsd") else name


def named_by_prefix(part: Any, prefix: str) -> Any:
    """The facts about an imported namespace, with its prefix before the names of its own components."""
    if isinstance(part, list):
        return [named_by_prefix(each, prefix) for each in part]
    if not isinstance(part, dict):
        return part
    found = {key: named_by_prefix(value, prefix) for key, value in part.items()}
    for key in ("element", *NAMING):
        if isinstance(found.get(key), str) and ":" not in found[key]:
            found[key] = f"{prefix}:{found[key]}"
    return found


def whole_model(name: str) -> dict[str, Any]:
    """The facts about a format with those that it imports, whose names have a prefix."""
    model = dict(content_model(name))
    for namespace, imported in imported_models(name).items():
        prefix = IMPORTED[namespace]
        for sort in ("elements", "complex_types", "simple_types"):
            added = {f"{prefix}:{key}": named_by_prefix(value, prefix) for key, value in imported[sort].items()}
            model[sort] = {**model[sort], **added}
    return model


@dataclass
class Shape:
    """What a type effectively allows, derivations resolved.

    ``text`` is the simple type of its text, None where text is not allowed. ``pattern`` is a regular expression over
    the tokens ``<name>`` of its children. ``children`` and ``attributes`` are keyed by name.
    """

    text: Any = None
    pattern: str = ""
    children: dict[str, dict[str, Any]] = field(default_factory=dict)
    attributes: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether not even white space may stand between the tags."""
        return self.text is None and not self.children


class Oracle:
    """Judges documents of one format by the facts."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.model = whole_model(name)
        self.namespace: str = self.model["target_namespace"]
        self.types: dict[int, Shape] = {}
        self.judged: dict[tuple[str, str], bool] = {}
        self.names: dict[str, str] = {}
        # By declaration and content, because mutants of one document have most of their records in common.
        self.records: dict[tuple[int, bytes], list[str]] = {}

    @cached_property
    def codes(self) -> dict[str, set[str]]:
        """The values of every code list, by the name of its type."""
        found: dict[str, set[str]] = {}
        for row in code_rows(self.name):
            found.setdefault(row["type"], set()).add(row["value"])
        return found

    def faults(self, element: etree._Element) -> list[str]:
        """What is wrong with an element and all below it, identity constraints that are declared there included.

        Identity constraints are looked at where nothing else is wrong.
        """
        if element.getparent() is None and self.name_of(element) not in self.model["elements"]:
            return [f"{element.tag} is no document element"]
        declaration = self.declaration_of(element)
        return self.faults_below(element, declaration) or self.constraint_faults(element, declaration)

    def declaration_of(self, element: etree._Element) -> dict[str, Any]:
        """The declaration of an element, found from the root of its document downwards."""
        line = [element, *element.iterancestors()]
        declaration: dict[str, Any] = self.model["elements"][etree.QName(line.pop()).localname]
        while line:
            declaration = self.shape(declaration).children[self.name_of(line.pop())]
        return declaration

    # Shapes

    def shape(self, declaration: dict[str, Any]) -> Shape:
        """What the type of an element allows."""
        known = self.types.get(id(declaration))
        if known is None:
            known = self.types[id(declaration)] = self.shape_of_type(declaration["type"])
        return known

    def shape_of_type(self, given: Any) -> Shape:
        """What a type allows, given by name or as it stands."""
        if isinstance(given, str):
            named = self.model["complex_types"].get(local(given))
            return Shape(text=given) if named is None else self.shape_of_type(named)
        if "restriction" in given or "union" in given:
            return Shape(text=given)
        inherited = self.shape_of_type(given["base"]) if "base" in given else Shape()
        attributes = dict(inherited.attributes)
        attributes.update({each["name"]: each for each in given.get("attributes", ())})
        shape = Shape(text=inherited.text, attributes=attributes)
        if given.get("derivation") == "extension":
            shape.pattern, shape.children = inherited.pattern, dict(inherited.children)
        if "content" in given:
            shape.pattern += self.pattern(given["content"], shape.children)
        return shape

    def pattern(self, particle: dict[str, Any], children: dict[str, dict[str, Any]]) -> str:
        """A particle as a regular expression; the elements in it are added to ``children``."""
        if "element" in particle:
            name = local(particle["element"])
            children[name] = self.model["elements"][name] if particle.get("is_ref") else particle
            inner = f"<{re.escape(name)}>"
        elif "group" in particle:
            inner = self.pattern(self.model["groups"][local(particle["group"])], children)
        else:
            order = "sequence" if "sequence" in particle else "choice"
            inner = ("" if order == "sequence" else "|").join(self.pattern(each, children) for each in particle[order])
        least, most = particle["occurs"]
        return f"(?:{inner}){{{least},{'' if most == 'unbounded' else most}}}"

    # Structure and values

    def faults_below(self, element: etree._Element, declaration: dict[str, Any]) -> list[str]:
        """What is wrong with an element and its descendants, identity constraints aside."""
        shape = self.shape(declaration)
        return [f"{element.tag}: {fault}" for fault in self.own_faults(element, shape)] + [
            fault
            for child in element.iterchildren(etree.Element)
            if (known := shape.children.get(self.name_of(child))) is not None
            for fault in self.faults_of_child(child, known)
        ]

    def faults_of_child(self, element: etree._Element, declaration: dict[str, Any]) -> list[str]:
        """The same for an element that is not the first to be looked at; of records it is kept."""
        section = element.getparent()
        if section is None or section.getparent() is None or len(element) < 2:
            return self.faults_below(element, declaration)
        key = (id(declaration), etree.tostring(element, with_tail=False))
        if key not in self.records:
            self.records[key] = self.faults_below(element, declaration)
        return self.records[key]

    def own_faults(self, element: etree._Element, shape: Shape) -> Iterator[str]:
        """What is wrong with one element by itself."""
        yield from self.attribute_faults(element, shape)
        names = [self.name_of(child) for child in element.iterchildren(etree.Element)]
        if not self.matches(shape.pattern, "".join(f"<{name}>" for name in names)):
            yield f"children {names}"
        text = (element.text or "") + "".join(child.tail or "" for child in element)
        if shape.text is None:
            if text.strip(" \t\r\n") or (text and shape.is_empty):
                yield "text"
        elif not self.accepts(shape.text, text):
            yield f"value {text!r}"

    @staticmethod
    @cache
    def matches(pattern: str, tokens: str) -> bool:
        """Whether a pattern covers all children."""
        return re.fullmatch(pattern, tokens) is not None

    def name_of(self, element: etree._Element) -> str:
        """The local name of an element of the format, of others with a prefix, and of foreign ones the whole name."""
        tag = str(element.tag)
        if tag not in self.names:
            name = etree.QName(element)
            prefix = "" if name.namespace == self.namespace else f"{{{name.namespace or ''}}}"
            prefix = f"{IMPORTED[name.namespace]}:" if name.namespace in IMPORTED else prefix
            self.names[tag] = prefix + name.localname
        return self.names[tag]

    def attribute_faults(self, element: etree._Element, shape: Shape) -> Iterator[str]:
        """Attributes that are missing, unknown or wrong."""
        allowed = {name: each for name, each in shape.attributes.items() if each["use"] != "prohibited"}
        for name, each in allowed.items():
            if each["use"] == "required" and name not in element.attrib:
                yield f"@{name} is missing"
        for name, value in attributes_of(element).items():
            if name in LOCATIONS:
                continue
            if name not in allowed:
                yield f"@{name} is unknown"
            elif not self.accepts(allowed[name]["type"], value):
                yield f"@{name} has the value {value!r}"

    def accepts(self, given: Any, value: str) -> bool:
        """Whether a simple type, given by name or as it stands, has a value."""
        if not isinstance(given, str):
            return given is None or self.judge(given, "", value)
        if (given, value) not in self.judged:
            self.judged[given, value] = self.judge(given, local(given), value)
        return self.judged[given, value]

    def judge(self, given: Any, name: str, value: str) -> bool:
        """Whether a simple type has a value."""
        if name in LEXICAL and given != name:
            return re.fullmatch(LEXICAL[name], self.normal(name, value), re.DOTALL) is not None
        found = self.model["simple_types"].get(name) if name else given
        if found is None:
            # A list of a namespace of its own, of which the facts have the codes only.
            return self.normal("anyURI", value) in self.codes[name.rpartition(":")[2]]
        if "union" in found:
            return any(self.accepts(member, value) for member in found["union"])
        return self.accepts(found["restriction"], value) and self.meets_facets(name, found, value)

    def meets_facets(self, name: str, found: dict[str, Any], value: str) -> bool:
        """Whether a value meets the facets that a simple type adds to its base."""
        facets = found["facets"]
        base = self.builtin(found["restriction"])
        value = self.normal(base, value)
        if "enumeration" in facets:
            values = self.codes[name] if name else set(facets["enumeration"])
            if (str(int(value)) if base == "integer" else value) not in values:
                return False
        if "pattern" in facets and not any(re.fullmatch(each, value) for each in facets["pattern"]):
            return False
        return len(value) >= int(facets.get("minLength", ["0"])[0])

    def builtin(self, given: str) -> str:
        """The built-in type that a simple type comes from in the end; that of the first member for a union."""
        found = self.model["simple_types"].get(local(given))
        return local(given) if found is None else self.builtin(found.get("restriction") or found["union"][0])

    @staticmethod
    def normal(builtin: str, value: str) -> str:
        """A value after the white space rule of its built-in type."""
        if builtin == "string":
            return value
        replaced = re.sub(r"[\t\r\n]", " ", value)
        return replaced if builtin == "normalizedString" else re.sub(" +", " ", replaced).strip(" ")

    # Identity constraints

    def constraint_faults(self, root: etree._Element, declaration: dict[str, Any]) -> list[str]:
        """Which identity constraints, declared at an element or below it, are broken."""
        prefixes = dict.fromkeys(OWN, self.namespace)
        declarations = dict(self.declared(root, declaration))
        faults: list[str] = []
        for element, known in declarations.items():
            keys: dict[str, list[tuple[str | None, ...]]] = {}
            for each in known.get("constraints", ()):
                nodes = elements_at(element, each["selector"], prefixes)
                rows = [tuple(self.field(node, declarations[node], path) for path in each["fields"]) for node in nodes]
                whole = [row for row in rows if None not in row]
                keys[each["name"]] = whole
                if each["kind"] == "key" and len(whole) < len(rows):
                    faults.append(f"{each['name']}: a field is missing")
                if each["kind"] != "keyref" and len(set(whole)) < len(whole):
                    faults.append(f"{each['name']}: a value occurs twice")
                if each["kind"] == "keyref" and not set(whole) <= set(keys[local(each["refer"])]):
                    faults.append(f"{each['name']}: a value refers to nothing")
        return faults

    def declared(
        self, element: etree._Element, declaration: dict[str, Any]
    ) -> Iterator[tuple[etree._Element, dict[str, Any]]]:
        """Each known element below and including one, with its declaration."""
        yield element, declaration
        children = self.shape(declaration).children
        if children:
            for child in element.iterchildren(etree.Element):
                known = children.get(self.name_of(child))
                if known is not None:
                    yield from self.declared(child, known)

    def field(self, node: etree._Element, declaration: dict[str, Any], path: str) -> str | None:
        """The value of a field of an identity constraint, the default where the attribute is absent.

        Values of different primitive types are never equal, so text that is not a URI is marked.
        """
        if not path.startswith("@"):
            found = [child for child in node if self.name_of(child) == path]
            return "text: " + (found[0].text or "") if found else None
        name = path.removeprefix("@")
        attribute = self.shape(declaration).attributes.get(name, {})
        value = node.get(name, attribute.get("default"))
        if value is None:
            return None
        builtin = self.builtin(attribute["type"])
        return ("" if builtin == "anyURI" else "text: ") + self.normal(builtin, value)
