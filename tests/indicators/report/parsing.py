"""Reads reports back, as whoever gets the file would: tables by caption, pictures' texts, all that is written."""

import json
import re
import zipfile
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import docx
import openpyxl
import pypdf
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

Rows = list[list[str]]
EMPTY_ELEMENTS = {"meta", "br", "link", "img", "input", "hr"}


class Page(HTMLParser):
    """Everything of an HTML report that a test asks for."""

    def __init__(self, source: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: dict[str, Rows] = {}
        self.texts: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.specs: dict[str, dict[str, Any]] = {}
        self._open: list[str] = []
        self._caption = self._data = ""
        self._cell: list[str] | None = None
        self._span = 1
        self.feed(source.decode())

    @property
    def text(self) -> str:
        return squeezed(" ".join(self.texts))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements.append((tag, given))
        if tag not in EMPTY_ELEMENTS:
            self._open.append(tag)
        if tag == "caption":
            self._caption = ""
        if tag == "tr" and "tbody" in self._open:
            self.tables.setdefault(self._caption, []).append([])
        if tag in {"td", "th"}:
            self._cell, self._span = [], int(given.get("colspan", "1"))
        if tag == "script":
            self._data = given.get("id", "") if given.get("type") == "application/json" else ""

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"} and self._cell is not None and "tbody" in self._open:
            self.tables[self._caption][-1] += [squeezed("".join(self._cell))] + [""] * (self._span - 1)
        if self._open and self._open[-1] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        here = self._open[-1] if self._open else ""
        if here == "script":
            if self._data:
                self.specs[self._data.removesuffix("-data")] = json.loads(data)
            return
        if here == "style":
            return
        if here == "caption":
            self._caption += data.strip()
        # Small print in a cell is beside the number, not part of it.
        if self._cell is not None and here in {"td", "th", "span"}:
            self._cell.append(data)
        self.texts.append(data)


def squeezed(text: str) -> str:
    """The text with every run of spaces as one; a space that does not break is a space."""
    return re.sub(r"\s+", " ", text).strip()


def word_tables(source: bytes) -> dict[str, Rows]:
    """A Word report's tables below their heads, by the caption above."""
    made = docx.Document(BytesIO(source))
    tables: dict[str, Rows] = {}
    caption = ""
    for item in made.iter_inner_content():
        if isinstance(item, WordParagraph) and item.text:
            caption = item.text if item.style and item.style.name == "Caption" else ""
        if isinstance(item, WordTable) and caption:
            heads = [row for row in item.rows if row._tr.xpath("./w:trPr/w:tblHeader")]
            tables[caption] = [_word_row(row) for row in list(item.rows)[len(heads) :]]
    return tables


def _word_row(row: Any) -> list[str]:
    cells: list[str] = []
    for cell in row._tr.tc_lst:
        text = "".join(part.text or "" for part in cell.xpath(".//w:r[not(w:br)]/w:t"))
        cells += [squeezed(text)] + [""] * (cell.grid_span - 1)
    return cells


def word_text(source: bytes) -> str:
    """All that a Word report says, descriptions of pictures included."""
    with zipfile.ZipFile(BytesIO(source)) as archive:
        body = archive.read("word/document.xml").decode()
    described = " ".join(re.findall(r'descr="([^"]*)"', body))
    return squeezed(" ".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", body)) + " " + described)


def sheets(source: bytes) -> dict[str, list[list[Any]]]:
    """A spreadsheet's cells, by sheet."""
    book = openpyxl.load_workbook(BytesIO(source))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def sheet_text(source: bytes) -> str:
    """Every text of a spreadsheet and of its charts, numbers apart."""
    with zipfile.ZipFile(BytesIO(source)) as archive:
        names = [one for one in archive.namelist() if re.match(r"xl/(sharedStrings|charts/|drawings/)", one)]
        return squeezed(" ".join(archive.read(one).decode() for one in names))


def pdf_text(source: bytes) -> str:
    """All that a PDF says, pages one after the other."""
    return squeezed(" ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(source)).pages))
