"""When two documents are the same: equal in C14N 2.0, apart from what carries no data."""

from __future__ import annotations

from lxml import etree

XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


def canonical(data: bytes) -> str:
    """The canonical form of a document, one tag a line so that a difference can be read.

    Prefixes, comments, processing instructions, ``xsi:`` hints and the white space between elements carry no data.
    All else counts: order, attributes given and not given, every character of every text.
    """
    root = etree.fromstring(data, etree.XMLParser(remove_comments=True, remove_pis=True))
    for element in root.iter():
        for name in list(element.attrib):
            if str(name).startswith(XSI):
                del element.attrib[name]
        if len(element):
            for node in element:
                node.tail = None
            element.text = None
    etree.cleanup_namespaces(root)
    text: str = etree.canonicalize(root, rewrite_prefixes=True)
    return text.replace("><", ">\n<")
