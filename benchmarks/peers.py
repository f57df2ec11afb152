"""What other libraries do on the same documents: each function makes ready, and returns what is then measured."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import xmlschema
from lxml import etree
from xsdata.formats.dataclass.context import XmlContext
from xsdata.formats.dataclass.parsers import XmlParser
from xsdata.formats.dataclass.parsers.handlers import LxmlEventHandler
from xsdata.formats.dataclass.serializers import XmlSerializer
from xsdata.formats.dataclass.serializers.config import SerializerConfig

from benchmarks.ours import Action, document
from benchmarks.work import Work
from loms.formats import find_format

__all__ = [
    "STYLESHEET",
    "elementtree_parse",
    "lxml_iterparse",
    "lxml_parse",
    "lxml_schema_iterparse",
    "lxml_schema_tree",
    "lxml_xslt",
    "xmlschema_to_dict",
    "xsdata_read",
    "xsdata_write",
]

STYLESHEET = Path(__file__).parent / "stylesheet" / "loq-to-loms.xslt"
_contexts: dict[str, XmlContext] = {}


def _context(work: Work) -> XmlContext:
    """What xsdata has gathered about the classes of a format, kept as its documentation recommends."""
    return _contexts.setdefault(work.format, XmlContext())


def xsdata_read(work: Work) -> Action:
    """Read the whole document into the same objects with the parser of xsdata."""
    root_class = find_format(work.format).load_root_class()
    return lambda: XmlParser(context=_context(work), handler=LxmlEventHandler).parse(work.path, root_class)


def xsdata_write(work: Work) -> Action:
    """Write the same objects with the serializer of xsdata, indented as ours."""
    ready = document(work)
    namespace = find_format(work.format).namespace
    config = SerializerConfig(indent="  ")
    return lambda: XmlSerializer(context=_context(work), config=config).render(ready, ns_map={None: namespace}).encode()


def xmlschema_to_dict(work: Work) -> Action:
    """Read and check the whole document into dictionaries."""
    schema = xmlschema.XMLSchema(str(find_format(work.format).schema_path()))
    return lambda: schema.to_dict(work.path)


def lxml_parse(work: Work) -> Action:
    """Parse the whole document into a tree."""
    return lambda: etree.parse(work.path)


def elementtree_parse(work: Work) -> Action:
    """Parse the whole document into a tree of the standard library."""
    return lambda: ElementTree.parse(work.path)  # noqa: S314 - our own documents


def lxml_iterparse(work: Work) -> Action:
    """Parse record by record, and forget each."""
    return lambda: _pass_through(work, None)


def lxml_schema_iterparse(work: Work) -> Action:
    """Parse and validate record by record, and forget each."""
    schema = _schema(work)
    return lambda: _pass_through(work, schema)


def _pass_through(work: Work, schema: etree.XMLSchema | None) -> None:
    """Read a whole file in flat memory: the records are forgotten as soon as they have been read."""
    record_depth = find_format(work.format).record_depth
    depth = -1
    for event, element in etree.iterparse(work.path, events=("start", "end"), schema=schema):
        if event == "start":
            depth += 1
            continue
        if depth == record_depth:
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
        depth -= 1


def lxml_schema_tree(work: Work) -> Action:
    """Validate a tree that was parsed before."""
    schema, tree = _schema(work), etree.parse(work.path)
    return lambda: schema.validate(tree)


def _schema(work: Work) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(find_format(work.format).schema_path())))


def lxml_xslt(work: Work) -> Action:
    """Convert the core of the file with an XSLT: parse, transform, write."""
    transform = etree.XSLT(etree.parse(str(STYLESHEET)))
    return lambda: transform(etree.parse(work.path)).write_output(  # type: ignore[attr-defined]
        work.result("transformed.xml")
    )
