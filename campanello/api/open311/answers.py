"""Writes an answer as XML or JSON: the same tree, by the Spark convention a list of like elements is an array."""

import json
import re
from collections.abc import Iterable, Mapping
from xml.etree import ElementTree as ET

from django.http import HttpResponse

from campanello.core.edges import say
from campanello.core.errors import DomainError
from campanello.lab.rules.open311 import status, status_of_all

TYPES = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
# The name of the elements of each list.
ITEMS = {
    "attributes": "attribute",
    "endpoints": "endpoint",
    "errors": "error",
    "formats": "format",
    "service_requests": "request",
    "services": "service",
    "values": "value",
}
Tree = str | int | float | bool | None | Mapping[str, "Tree"] | list["Tree"]
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def answer(form: str, root: str, tree: Tree, *, code: int = 200) -> HttpResponse:
    """A tree in a format; `root` is the outermost element, which JSON leaves out."""
    content = _json(tree) if form == "json" else _xml(root, tree)
    response = HttpResponse(content, status=code, content_type=TYPES.get(form, TYPES["xml"]))
    response["Access-Control-Allow-Origin"] = "*"
    return response


def refusals(form: str, errors: Iterable[DomainError], language: str) -> HttpResponse:
    """All that is wrong, each with its status and its sentence."""
    found = list(errors)
    rows: list[Tree] = [{"code": status(one), "description": say(one, language)[0]} for one in found]
    return answer(form, "errors", rows, code=status_of_all(found))


def _json(tree: Tree) -> bytes:
    return json.dumps(_without_empty(tree), ensure_ascii=False).encode()


def _without_empty(tree: Tree) -> Tree:
    """An empty element is null."""
    if isinstance(tree, Mapping):
        return {name: _without_empty(value) for name, value in tree.items()}
    if isinstance(tree, list):
        return [_without_empty(value) for value in tree]
    return None if tree == "" else tree


def _xml(root: str, tree: Tree) -> bytes:
    written: bytes = ET.tostring(_element(root, tree), encoding="utf-8", xml_declaration=True)
    return written


def _element(name: str, tree: Tree) -> ET.Element:
    element = ET.Element(name)
    if isinstance(tree, Mapping):
        element.extend([_element(part, value) for part, value in tree.items()])
    elif isinstance(tree, list):
        element.extend([_element(ITEMS[name], value) for value in tree])
    elif tree is not None:
        element.text = _NOT_IN_XML.sub("", _text(tree))
    return element


def _text(value: str | float | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
