"""The source of the library: it never runs what it reads, and makes no parser that follows what it reads."""

from __future__ import annotations

import ast
import dataclasses
import functools
import inspect
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from lxml import etree

import loms
from loms.io.compiled.reading import compiled_reader
from loms.io.compiled.values import CannotBindError
from tests.support.documents import ROOT

SOURCE = ROOT / "src" / "loms"

MODULES = {
    "code or objects out of data": {"pickle", "marshal", "shelve", "dill", "yaml", "ctypes", "code", "codeop"},
    "other programs": {"subprocess", "multiprocessing", "pty"},
    "network": {"socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "requests", "httpx", "aiohttp"},
    "other parsers of XML": {"xml", "xmlrpc", "html.parser", "lxml.html", "lxml.objectify", "lxml.isoschematron"},
}
"""Modules that the library has no use for, by what they would bring."""

CALLS = {
    "eval",
    "exec",
    "compile",
    "__import__",
    "input",
    "breakpoint",
    "system",
    "popen",
    "mktemp",
    "XSLT",
    "xinclude",
}
"""Functions and methods that the library has no use for; ``re.compile`` is another."""

COMPILER = Path("compiling.py")
"""Makes functions of classes of the library; no data comes near it, as the tests below show."""

WORKERS = [
    ("workers.py", name)
    for name in (
        "multiprocessing",
        "multiprocessing.connection",
        "multiprocessing.reduction",
        "multiprocessing.reduction.ForkingPickler",
        "multiprocessing.process",
        "multiprocessing.process.BaseProcess",
    )
]
"""Shares work among processes that run this library, if the user asks for several."""

PARSERS = {"XMLParser", "XMLPullParser", "iterparse", "HTMLParser", "ETCompatXMLParser"}


@functools.cache
def trees() -> Sequence[tuple[Path, ast.Module]]:
    """All modules of the library."""
    paths = sorted(SOURCE.rglob("*.py"))
    return [(path.relative_to(SOURCE), ast.parse(path.read_text(encoding="utf-8"))) for path in paths]


def imported(tree: ast.Module) -> Iterator[str]:
    """The modules that a module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)


def called(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """The calls in a module by the last part of the name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func).removeprefix("re.compile").rpartition(".")[2], node


def keeps_to_itself(call: ast.Call) -> bool:
    """Whether a parser is told to expand no entities and to leave the network alone."""
    options = {each.arg: ast.unparse(each.value) for each in call.keywords}
    return options.get(None) == "PARSER_OPTIONS" or (
        options.get("resolve_entities") == "False" and options.get("no_network") == "True"
    )


@pytest.mark.parametrize("what", MODULES)
def test_no_module_is_imported_that_brings(what: str) -> None:
    forbidden = MODULES[what]
    found = [
        (str(path), name)
        for path, tree in trees()
        for name in imported(tree)
        if any(name == each or name.startswith(f"{each}.") for each in forbidden)
    ]
    assert [each for each in found if each not in WORKERS] == []


def test_other_processes_are_started_where_the_user_asks_for_them_only() -> None:
    users = {path for path, tree in trees() if "loms.workers" in imported(tree)}
    assert users == {Path("migration") / "by_record.py", Path("validate") / "sharing.py"}
    for function in (loms.convert_file, loms.validate, loms.reporting.check_file):
        assert inspect.signature(function).parameters["jobs"].default == 1


def test_nothing_is_called_that_runs_code_or_programs() -> None:
    found = [(path, name) for path, tree in trees() for name, _ in called(tree) if name in CALLS]
    assert [(str(path), name) for path, name in found if path != COMPILER] == []


def test_compiled_code_is_made_of_classes() -> None:
    users = {path for path, tree in trees() if "loms.compiling" in imported(tree)}
    certain = Path("io") / "certain"
    compiled = Path("io") / "compiled"
    assert users == {
        Path("convert") / "walking.py",
        compiled / "reading.py",
        compiled / "writing.py",
        certain / "compiling.py",
        certain / "values.py",
    }


def test_names_in_a_class_are_not_run_when_it_is_compiled() -> None:
    name = "x') or breakpoint() or e.get('x"
    kind = dataclasses.make_dataclass(
        "Kind", [("field", str, dataclasses.field(metadata={"name": name, "type": "Attribute"}))]
    )
    with pytest.raises(CannotBindError, match="Kind has no field"):
        compiled_reader(kind)(etree.XML("<kind x='1'/>"))


def test_every_parser_is_told_to_expand_no_entities_and_to_leave_the_network_alone() -> None:
    parsers = [(path, call) for path, tree in trees() for name, call in called(tree) if name in PARSERS]
    assert len(parsers) > 3
    assert [(str(path), ast.unparse(call)) for path, call in parsers if not keeps_to_itself(call)] == []


def test_nothing_but_our_own_files_is_parsed_without_such_a_parser() -> None:
    functions = {"parse", "fromstring", "fromstringlist", "XML", "XMLID"}
    calls = [(path, call) for path, tree in trees() for name, call in called(tree) if name in functions]
    bare = [(path, call) for path, call in calls if "parser" not in " ".join(map(ast.unparse, call.args)).lower()]
    readers = {path.parts[:2] for path, call in bare if ast.unparse(call.func).startswith("etree.")}
    # The schemas and code lists of the package, and the documents that it makes itself.
    assert {parts for parts in readers if parts[0] != "samples"} == {("io", "schema")}
