"""Compiles for a class the function that tells whether an object is certainly a valid element."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from loms.compiling import Source
from loms.io.certain.searches import Search, below
from loms.io.certain.unique import differ, way_to
from loms.io.certain.values import UncertainError, certain_value
from loms.io.compiled.plan import ChildPlan, ClassPlan, FieldPlan, plan_of
from loms.io.schema.declarations import Declarations
from loms.io.schema.declared import ElementDeclaration, SimpleType, Slot
from loms.io.schema.identity_texts import comparable

__all__ = ["Check", "Compiler", "Found"]

Found = tuple[int, str, str]
"""A value that a constraint looks for: the number of the constraint, the value, its path below the record."""

Check = Callable[[Any, list[Found], str], bool]
"""Takes the object, the list for the values that are found, and the path of the element; answers for certain or not."""


class _Held:
    """A function that may still have to be compiled, because the class holds itself."""

    check: Check


class Compiler:
    """Compiles the functions of one format, each once.

    Args:
        declared: The declarations of the format.
    """

    def __init__(self, declared: Declarations) -> None:
        self._declared = declared
        self._held: dict[tuple[type[Any], ElementDeclaration, frozenset[Search]], _Held] = {}

    def check(self, kind: type[Any], declaration: ElementDeclaration, searches: frozenset[Search]) -> Check:
        """The function for objects of a class.

        Args:
            kind: The class.
            declaration: The element that they stand for.
            searches: What is looked for from that element on.

        Raises:
            UncertainError: Of no object of the class anything can be told.
        """
        return self._hold(kind, declaration, searches).check

    def _hold(self, kind: type[Any], declaration: ElementDeclaration, searches: frozenset[Search]) -> _Held:
        key = kind, declaration, searches
        if key not in self._held:
            held = self._held[key] = _Held()
            try:
                held.check = _Function(self, plan_of(kind), declaration, searches, self._declared).compiled()
            except UncertainError:
                del self._held[key]
                raise
        return self._held[key]

    def name_of_check(
        self, source: Source, kind: type[Any], declaration: ElementDeclaration, searches: frozenset[Search]
    ) -> str:
        """What to call the function for a class in the source of another."""
        held = self._hold(kind, declaration, searches)
        return source.name(held.check, "check") if hasattr(held, "check") else f"{source.name(held, 'held')}.check"


class _Function:
    """Writes one function."""

    def __init__(
        self,
        compiler: Compiler,
        plan: ClassPlan,
        declaration: ElementDeclaration,
        searches: frozenset[Search],
        declared: Declarations,
    ) -> None:
        self._compiler = compiler
        self._plan = plan
        self._declaration = declaration
        self._searches = searches
        self._declared = declared
        self._source = Source()

    def compiled(self) -> Check:
        """The function."""
        source = self._source
        self._compare_with_schema()
        with source.block("def check(o, found, path):"):
            with source.block(f"if type(o) is not {source.name(self._plan.kind, 'kind')}:"):
                source.add("return False")
            for field in self._plan.fields:
                if field.attribute is not None:
                    self._attribute(field, field.attribute)
                elif field.text is not None:
                    self._text(field)
            for field, slot in self._slots():
                self._children(field, slot)
            self._unique_values()
            source.add("return True")
        check: Check = source.function("check", f"certainty of {self._plan.kind.__qualname__}")
        return check

    def _compare_with_schema(self) -> None:
        """Make sure that the class says nothing else than the schema.

        Raises:
            UncertainError: It does.
        """
        attributes = {field.attribute for field in self._plan.fields if field.attribute is not None}
        if not self._declared.required_attributes(self._declaration) <= attributes:
            raise UncertainError(f"{self._name} without an attribute that it must have")
        if not self._declared.is_simply_ordered(self._declaration):
            raise UncertainError(f"{self._name} with an involved order of children")
        if any(search.required and not self._is_always_there(search) for search in self._searches):
            raise UncertainError(f"{self._name} with a key that may be absent")
        has_text = any(field.text is not None for field in self._plan.fields)
        if has_text is (self._declared.text(self._declaration) is None):
            raise UncertainError(f"{self._name} with text where the schema has none, or without")

    def _is_always_there(self, search: Search) -> bool:
        """Whether a value that must be there is looked for where it is seen to be missing: in an attribute."""
        return search.attribute is not None and (
            bool(search.steps) or any(field.attribute == search.attribute for field in self._plan.fields)
        )

    @property
    def _name(self) -> str:
        return self._plan.kind.__qualname__

    def _attribute(self, field: FieldPlan, name: str) -> None:
        source = self._source
        declared = self._declared.attributes(self._declaration).get(name)
        wanted = [each for each in self._searches if not each.steps and each.attribute == name]
        required = name in self._declared.required_attributes(self._declaration) or any(
            each.required for each in wanted
        )
        source.add(f"x = o.{field.name}")
        if declared is None or field.value is None:
            with source.block("if x is not None:"):
                source.add("return False")
            return
        valid = certain_value(source, field.value, declared)
        with source.block(f"if not ({valid}):" if required else f"if x is not None and not ({valid}):"):
            source.add("return False")
        if wanted:
            with source.block("if x is not None:"):
                self._keep(wanted, declared, f"f'{{path}}/@{name}'")

    def _text(self, field: FieldPlan) -> None:
        source = self._source
        declared = self._declared.text(self._declaration)
        assert declared is not None and field.text is not None  # noqa: S101, PT018 - both were compared before
        source.add(f"x = o.{field.name}")
        with source.block(f"if not ({certain_value(source, field.text, declared)}):"):
            source.add("return False")
        self._keep([each for each in self._searches if not each.steps and each.attribute is None], declared, "path")

    def _keep(self, wanted: Sequence[Search], declared: SimpleType, path: str) -> None:
        """Keep the value ``x`` for the constraints that look for it."""
        source = self._source
        for each in sorted(wanted, key=lambda search: search.number):
            # An enumeration as an id would have to be compared as it is written.
            value = (
                "x"
                if declared.builtin == "anyURI"
                else f"{source.name(comparable, 'comparable')}(x, {declared.builtin!r})"
            )
            with source.block("if type(x) is not str:"):
                source.add("return False")
            source.add(f"found.append(({each.number}, {value}, {path}))")

    def _slots(self) -> Iterable[tuple[FieldPlan, Slot]]:
        """The fields for children, each with its place in the order of the schema.

        Raises:
            UncertainError: The class has another order.
        """
        fields = [field for field in self._plan.fields if field.children]
        slots = self._declared.slots(self._declaration)
        in_class = [{child.tag for child in field.children} for field in fields]
        if in_class != [{each.tag for each in slot.elements} for slot in slots]:
            raise UncertainError(f"{self._name} with other children than the schema, or in another order")
        return zip(fields, slots, strict=True)

    def _children(self, field: FieldPlan, slot: Slot) -> None:
        source = self._source
        source.add(f"v = o.{field.name}")
        if not field.is_list:
            with source.block("if v is None:"):
                source.add("return False" if slot.required else "pass")
            with source.block("else:"):
                source.add("x = v")
                self._child(field, slot, {})
            return
        if slot.required:
            with source.block("if not v:"):
                source.add("return False")
        if not slot.many:
            with source.block("if len(v) > 1:"):
                source.add("return False")
        # Positions are only told of what a constraint looks for.
        counters = {
            child.tag: f"n{number}" for number, child in enumerate(field.children) if below(self._searches, child.tag)
        }
        for counter in counters.values():
            source.add(f"{counter} = 0")
        with source.block("for x in v:"):
            self._child(field, slot, counters)

    def _child(self, field: FieldPlan, slot: Slot, counters: dict[str, str]) -> None:
        """Check the object or value ``x`` that stands for a child."""
        declarations = {each.tag: each for each in slot.elements}
        if len(field.children) == 1:
            child = field.children[0]
            self._one_child(child, declarations[child.tag], counters.get(child.tag))
            return
        source = self._source
        for position, child in enumerate(field.children):
            kinds = (child.kind,) if child.kind is not None else child.value.types if child.value is not None else ()
            names = ", ".join(source.name(kind, "kind") for kind in kinds)
            with source.block(f"{'el' if position else ''}if type(x) in ({names},):"):
                self._one_child(child, declarations[child.tag], counters.get(child.tag))
        with source.block("else:"):
            source.add("return False")

    def _one_child(self, child: ChildPlan, declaration: ElementDeclaration, counter: str | None) -> None:
        source = self._source
        searches = below(self._searches, child.tag)
        path = "path"
        if searches:
            path = f"f'{{path}}/{declaration.name}'"
            if counter is not None:
                source.add(f"{counter} += 1")
                path = f"f'{{path}}/{declaration.name}[{{{counter}}}]'"
        if child.kind is not None:
            check = self._compiler.name_of_check(source, child.kind, declaration, searches)
            with source.block(f"if not {check}(x, found, {path}):"):
                source.add("return False")
            return
        declared = self._declared.text(declaration)
        if child.value is None or declared is None or self._declared.required_attributes(declaration):
            raise UncertainError(f"{declaration.name} as a simple value")
        with source.block(f"if not ({certain_value(source, child.value, declared)}):"):
            source.add("return False")
        self._keep([each for each in searches if not each.steps and each.attribute is None], declared, path)

    def _unique_values(self) -> None:
        """Check that values differ which must, among the children of one element."""
        source = self._source
        if self._declaration is self._declared.root:
            return
        for constraint in self._declared.constraints_within(self._declaration):
            if constraint.kind != "unique" or constraint.child is not None:
                raise UncertainError(f"{self._name} with a constraint that is no simple one")
            found = (
                way_to(
                    self._plan,
                    path,
                    constraint.attribute,
                    declared=self._declared,
                    declaration=self._declaration,
                )
                for path in constraint.paths
            )
            ways = tuple(way for way in found if way is not None)
            if ways:
                with source.block(f"if not {source.name(differ, 'differ')}(o, {source.name(ways, 'ways')}):"):
                    source.add("return False")
