"""Answers as trees that are written as XML or as JSON (GeoReport v2, "Formats"). Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

Format = Literal["xml", "json"]
Leaf: TypeAlias = "str | int | float | bool | None"
Node: TypeAlias = "Leaf | Rows | Fields"

MIMES: Mapping[Format, str] = {"xml": "text/xml", "json": "application/json"}
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document may hold, escaped or not (XML 1.0, "Char")."""


@dataclass(frozen=True)
class Fields:
    """A record: names and values in order; ``name`` is what its element is called where it stands by itself."""

    values: Mapping[str, Node]
    name: str = ""


@dataclass(frozen=True)
class Rows:
    """A list: in XML an element ``name`` with an element ``row`` for each; in JSON an array."""

    name: str
    row: str
    rows: Sequence[Node]


def written(tree: Rows | Fields, kind: Format) -> bytes:
    """Write an answer, UTF-8."""
    if kind == "json":
        return json.dumps(_plain(tree), ensure_ascii=False).encode(errors="replace")
    root = ElementTree.Element(tree.name)
    _fill(root, tree)
    content: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def _plain(node: Node) -> object:
    if isinstance(node, Rows):
        return [_plain(one) for one in node.rows]
    if isinstance(node, Fields):
        return {name: _plain(value) for name, value in node.values.items()}
    return node


def _fill(element: ElementTree.Element, node: Node) -> None:
    if isinstance(node, Rows):
        for one in node.rows:
            _fill(ElementTree.SubElement(element, node.row), one)
    elif isinstance(node, Fields):
        for name, value in node.values.items():
            _fill(ElementTree.SubElement(element, name), value)
    elif node is not None:
        element.text = _NOT_XML.sub("\ufffd", _word(node))


def _word(leaf: str | int | float | bool) -> str:
    if isinstance(leaf, bool):
        return "true" if leaf else "false"
    return str(leaf)


def moment(at: datetime | None, zone: ZoneInfo) -> str | None:
    """Write a moment with the offset of the city's zone (W3C date and time formats)."""
    return at.astimezone(zone).isoformat(timespec="seconds") if at is not None else None
