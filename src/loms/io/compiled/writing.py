"""Compiles for a class the function that writes an object as XML text: the bytes that xsdata and lxml would give."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from loms.compiling import Source
from loms.errors import UsageError
from loms.io.compiled.plan import ChildPlan, ClassPlan, FieldPlan, ValuePlan, plan_of
from loms.io.compiled.values import CannotBindError, looked_up, writer

__all__ = ["Prefixes", "compiled_writer", "escaped", "quoted"]

Write = Callable[[Any, Callable[[str], object], str], None]
"""Takes the object, what gets the pieces of text, and the white space before the start tag."""

Prefixes = tuple[tuple[str, str], ...]
"""Prefixes, each with its namespace."""

Escape = Callable[[object], str]

INDENT = "  "

# What XML cannot hold at all, none of it printable; what libxml2 writes as a character reference or an entity.
_IMPOSSIBLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPECIAL_IN_TEXT = re.compile("[&<>\r]")
_SPECIAL_IN_VALUE = re.compile('[&<>"\r\n\t]')
_REFERENCES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "\r": "&#13;",
    "\n": "&#10;",
    "\t": "&#9;",
}


def escaped(text: object) -> str:
    """A text as it stands between tags.

    Args:
        text: The text.

    Raises:
        CannotBindError: It is no text, or XML cannot hold it.

    Examples:
        >>> escaped("a < b & c")
        'a &lt; b &amp; c'
    """
    if type(text) is not str:
        raise CannotBindError
    if not text.isprintable() and _IMPOSSIBLE.search(text):
        raise CannotBindError
    if "&" in text or "<" in text or ">" in text or "\r" in text:
        return _SPECIAL_IN_TEXT.sub(_reference, text)
    return text


def quoted(text: object) -> str:
    """A text as it stands between the quotes of an attribute.

    Args:
        text: The text.

    Raises:
        CannotBindError: It is no text, or XML cannot hold it.

    Examples:
        >>> quoted('a "b"')
        'a &quot;b&quot;'
    """
    if type(text) is not str:
        raise CannotBindError
    if text.isprintable():
        # Line breaks and tabs are not printable.
        if "&" in text or "<" in text or ">" in text or '"' in text:
            return _SPECIAL_IN_VALUE.sub(_reference, text)
        return text
    if _IMPOSSIBLE.search(text):
        raise CannotBindError
    return _SPECIAL_IN_VALUE.sub(_reference, text)


def _reference(match: re.Match[str]) -> str:
    return _REFERENCES[match.group()]


def compiled_writer(kind: type[object], *, namespace: str, prefixes: Prefixes = (), tag: str | None = None) -> Write:
    """The function that writes an object of a class.

    Args:
        kind: A dataclass such as xsdata generates.
        namespace: The default namespace of the document.
        prefixes: The prefixes that the document declares, each with its namespace.
        tag: Local name of the element; None for the one that the class has as a document element.

    Returns:
        The function. It calls its second argument with pieces of XML, from the line break before the element on; it
        writes what xsdata's serializer and ``etree.indent`` write, and raises `CannotBindError` for an object that is
        not as the class says, of which they may make something or not.

    Raises:
        UsageError: The class, or one of those in it, uses something that the compiler does not know.
    """
    any_kind: Any = kind
    return _compiled(any_kind, namespace, prefixes, tag)


@functools.cache
def _compiled(kind: Any, namespace: str, prefixes: Prefixes, tag: str | None) -> Write:
    names = {namespace: "", **{uri: f"{prefix}:" for prefix, uri in prefixes}}
    writers: dict[type[Any], _Writer] = {}
    plan = plan_of(kind)
    return _writer(plan, names, writers).bind(_name(plan.tag, names, plan) if tag is None else tag)


class _Writer:
    """The writer of a class, which takes the name of the element too."""

    write: Callable[[Any, Callable[[str], object], str, str], None]

    def bind(self, tag: str) -> Write:
        """The writer of elements with this name."""
        write = self.write
        return lambda value, add, indent: write(value, add, indent, tag)


def _writer(plan: ClassPlan, names: Mapping[str, str], writers: dict[type[Any], _Writer]) -> _Writer:
    if plan.kind not in writers:
        writers[plan.kind] = _Writer()
        writers[plan.kind].write = _function(plan, names, writers)
    return writers[plan.kind]


def _function(plan: ClassPlan, names: Mapping[str, str], writers: dict[type[Any], _Writer]) -> Any:
    source = Source()
    children = [field for field in plan.fields if field.children]
    text = next((field for field in plan.fields if field.text is not None), None)
    if text is not None and children:
        raise UsageError(f"{plan.kind.__qualname__} cannot be compiled: it has both a text and elements.")
    with source.block("def write(o, add, indent, tag):"):
        with source.block(f"if type(o) is not {source.name(plan.kind, 'kind')}:"):
            source.add(f"raise {_error(source)}")
        source.add("head = f'{indent}<{tag}'")
        for field in plan.fields:
            if field.attribute is not None and field.value is not None:
                _write_attribute(source, field, field.attribute, field.value, plan)
        if text is not None:
            _write_text(source, text)
        elif children:
            _write_children(source, children, names, plan, writers)
        else:
            source.add("add(head + '/>')")
    return source.function("write", f"writer of {plan.kind.__qualname__}")


def _write_attribute(source: Source, field: FieldPlan, name: str, value: ValuePlan, plan: ClassPlan) -> None:
    if name.startswith("{"):
        raise UsageError(f"{plan.kind.__qualname__}.{field.name} cannot be compiled: its attribute has a namespace.")
    source.add(f"x = o.{field.name}")
    with source.block("if x is not None:"):
        source.add(f"x = {_written(source, value, quoted)}")
        source.add(f"head = f'{{head}} {name}=\"{{x}}\"'")


def _write_text(source: Source, field: FieldPlan) -> None:
    assert field.text is not None  # noqa: S101 - it was chosen by that
    source.add(f"x = o.{field.name}")
    source.add(f"x = '' if x is None else {_written(source, field.text, escaped)}")
    source.add("add(f'{head}>{x}</{tag}>' if x else f'{head}/>')")


def _write_children(
    source: Source,
    fields: Sequence[FieldPlan],
    names: Mapping[str, str],
    plan: ClassPlan,
    writers: dict[type[Any], _Writer],
) -> None:
    source.add("inner = indent + '  '")
    for number, field in enumerate(fields):
        source.add(f"v{number} = o.{field.name}")
        if field.is_list:
            with source.block(f"if type(v{number}) is not list:"):
                source.add(f"raise {_error(source)}")
    # As lxml has it, an element without anything in it is closed at once.
    given = [f"v{number}" + ("" if field.is_list else " is not None") for number, field in enumerate(fields)]
    filled = " or ".join(given)
    with source.block(f"if not ({filled}):"):
        source.add("add(head + '/>')")
        source.add("return")
    source.add("add(f'{head}>')")
    for number, field in enumerate(fields):
        if field.is_list:
            with source.block(f"for x in v{number}:"):
                _write_one_of(source, field, names, plan, writers)
        else:
            source.add(f"x = v{number}")
            with source.block("if x is not None:"):
                _write_one_of(source, field, names, plan, writers)
    source.add("add(f'{indent}</{tag}>')")


def _write_one_of(
    source: Source, field: FieldPlan, names: Mapping[str, str], plan: ClassPlan, writers: dict[type[Any], _Writer]
) -> None:
    """Write the value ``x`` as the element that it belongs to."""
    if len(field.children) == 1:
        _write_child(source, field.children[0], names, plan, writers)
        return
    # Which element is meant is told by the type of the value, so no two may have the same.
    kinds = [each for child in field.children for each in _types(child)]
    if len(kinds) != len(set(kinds)):
        raise UsageError(f"{plan.kind.__qualname__}.{field.name} cannot be compiled: a type stands for two elements.")
    source.add("k = type(x)")
    for position, child in enumerate(field.children):
        kinds_of_child = ", ".join(source.name(each, "kind") for each in _types(child))
        with source.block(f"{'el' if position else ''}if k in ({kinds_of_child},):"):
            _write_child(source, child, names, plan, writers)
    with source.block("else:"):
        source.add(f"raise {_error(source)}")


def _types(child: ChildPlan) -> tuple[type[Any], ...]:
    return (child.kind,) if child.kind is not None else (child.value.types if child.value is not None else ())


def _write_child(
    source: Source, child: ChildPlan, names: Mapping[str, str], plan: ClassPlan, writers: dict[type[Any], _Writer]
) -> None:
    tag = _name(child.tag, names, plan)
    if child.kind is not None:
        held = _writer(plan_of(child.kind), names, writers)
        # A class that holds itself has no function yet while it is compiled.
        name = source.name(held.write, "write") if hasattr(held, "write") else f"{source.name(held, 'writer')}.write"
        source.add(f"{name}(x, add, inner, {tag!r})")
        return
    assert child.value is not None  # noqa: S101 - a child is an object or a value
    source.add(f"x = {_written(source, child.value, escaped)}")
    source.add(f"add(f'{{inner}}<{tag}>{{x}}</{tag}>' if x else f'{{inner}}<{tag}/>')")


def _written(source: Source, value: ValuePlan, escape: Escape) -> str:
    """The value ``x`` as text."""
    name = source.name(escape, escape.__name__)
    if value.types == (str,):
        return f"{name}(x)"
    slow = f"{name}({source.name(writer(value), 'text')}(x))"
    # Members of enumerations are there once and for all; to look them up as such would ask each for its hash.
    members = {id(member): _escaped_or_none(text, escape) for text, member in looked_up(value).items()}
    return f"({source.name(members.get, 'member')}(id(x)) or {slow})" if members else slow


def _escaped_or_none(text: str, escape: Escape) -> str | None:
    """A text as it is written, or None where XML cannot hold it."""
    try:
        return escape(text)
    except CannotBindError:
        return None


def _name(tag: str, names: Mapping[str, str], plan: ClassPlan) -> str:
    """The name of an element as it is written; ``names`` gives what stands before a local name, by namespace."""
    found, _, local = tag.rpartition("}")
    prefix = names.get(found.removeprefix("{"))
    if prefix is None:
        known = ", ".join(names)
        raise UsageError(f"{plan.kind.__qualname__} cannot be compiled: its element {tag} is not in {known}.")
    return prefix + local


def _error(source: Source) -> str:
    return source.name(CannotBindError, "Error")
