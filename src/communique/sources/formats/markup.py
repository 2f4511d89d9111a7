"""From a piece of HTML, XHTML or NITF to its text: blocks parted by empty lines, nothing else added."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree, html

from communique.errors import NotText

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "body.content", "body.head", "block", "dd", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hl1", "hl2",
    "hr", "li", "main", "media", "nav", "ol", "p", "pre", "section", "table", "tr", "ul",
})  # fmt: skip
_SILENT = frozenset({"head", "media", "noscript", "script", "style", "template", "title"})
_SPACES = re.compile(r"[ \t\r\n\f]+")
_MOST_DEPTH = 200


def fragment_text(markup: str) -> str:
    """The text of a piece of HTML, such as the content of a feed's entry.

    Raises:
        NotText: It is nested more deeply than any prose.
    """
    if not markup.strip():
        return ""
    return element_text(html.fragment_fromstring(markup, create_parent="div"))


def element_text(root: Any) -> str:
    """The text of an element and of all in it.

    Args:
        root: An element of lxml; names count without their namespace.

    Raises:
        NotText: It is nested more deeply than any prose.
    """
    pieces: list[str] = []
    _collect(root, pieces, 0)
    blocks = (_SPACES.sub(" ", block).strip() for block in "".join(pieces).split("\0"))
    return "\n\n".join(_lines(block) for block in blocks if block)


def parse_xml(data: bytes) -> Any:
    """The root of an XML document; nothing outside it is loaded and its own entities are not expanded.

    Raises:
        NotText: It is not well-formed XML.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise NotText(f"This is not well-formed XML: {error}.", "Save or export it again.") from error


def local(element: Any) -> str:
    """An element's name without its namespace, in small letters; empty for comments and the like."""
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def _lines(block: str) -> str:
    return "\n".join(line.strip() for line in block.split("\x01"))


def _collect(element: Any, pieces: list[str], depth: int) -> None:
    """Text in the order of the document, with NUL between blocks and U+0001 where a line ends."""
    if depth > _MOST_DEPTH:
        raise NotText("The markup is nested too deeply to be an article.", "Give its text as a plain text file.")
    name = local(element)
    edge = "\0" if name in _BLOCKS else ""
    if name and name not in _SILENT:
        pieces += [edge, _clean(element.text), "\x01" if name == "br" else ""]
        for child in element:
            _collect(child, pieces, depth + 1)
            pieces.append(_clean(child.tail))
        pieces.append(edge)


def _clean(text: str | None) -> str:
    return text.replace("\0", "").replace("\x01", "") if text else ""
