"""What a Word document can hold and python-docx has no word for: fields, bookmarks, links, repeated heads, styles."""

import re

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shape import InlineShape
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from campanello.evaluation.report.blocks import Report
from campanello.evaluation.report.text import readable

INK, QUIET, BLUE = RGBColor(0x17, 0x32, 0x4D), RGBColor(0x4C, 0x60, 0x74), RGBColor(0x00, 0x59, 0xB3)
FONT = "Calibri"
REGIONS = {"it": "it-IT", "en": "en-GB"}
MOST_OF_A_BOOKMARK = 40
NUMBERS = {"{page}": "PAGE", "{pages}": "NUMPAGES"}
# Name, style it is based on, size, space before and after, in points.
OWN_STYLES = (
    ("Lead", "Body Text", 13, 0, 8),
    ("Term", "Normal", 10, 0, 3),
    ("Note Title", "Normal", 11, 8, 2),
    ("Note", "Normal", 10.5, 0, 10),
    ("Table Text", "Normal", 9, 2, 2),
    ("Table Note", "Normal", 8.5, 2, 4),
    ("TOC Heading", "Normal", 20, 0, 8),
    ("TOC 1", "Normal", 11, 6, 2),
    ("TOC 2", "Normal", 10, 0, 2),
)
BOLD = {"Lead", "Note Title", "TOC Heading", "TOC 1"}


def drop_thumbnail(made: Document) -> None:
    """Leave out the picture of an empty page that comes with python-docx's template."""
    relations = made.part.package.rels
    for name in [name for name, relation in relations.items() if relation.reltype.endswith("/thumbnail")]:
        del relations[name]


def element(tag: str, **attributes: str) -> BaseOxmlElement:
    """A WordprocessingML element by its name without prefix."""
    made: BaseOxmlElement = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def set_styles(made: Document, language: str) -> None:
    """The document's language and the looks of its styles, which an officer can change in one place."""
    for name, size, colour in (
        ("Normal", 10.5, INK),
        ("Title", 32, BLUE),
        ("Subtitle", 14, QUIET),
        ("Heading 1", 20, INK),
        ("Heading 2", 14, INK),
        ("Caption", 9.5, QUIET),
    ):
        _look(made.styles[name], size, colour)
    for name, base, size, before, after in OWN_STYLES:
        known = name in made.styles
        style = made.styles[name] if known else made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = made.styles[base]
        _look(style, size, QUIET if name == "Table Note" else INK)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.font.bold = name in BOLD or None
    made.styles["TOC 2"].paragraph_format.left_indent = Cm(0.6)
    for name in ("Heading 1", "Heading 2"):
        made.styles[name].font.bold = True
        made.styles[name].paragraph_format.keep_with_next = True
    normal = made.styles["Normal"].element.get_or_add_rPr()
    normal.append(element("lang", val=REGIONS.get(language, language), eastAsia="en-US", bidi="ar-SA"))


def _look(style: ParagraphStyle, size: float, colour: RGBColor) -> None:
    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), FONT)


def set_style(paragraph: Paragraph, identifier: str) -> None:
    """Give a paragraph a style by its identifier: python-docx looks a name up anew for every cell."""
    paragraph._p.get_or_add_pPr().style = identifier


def bookmark(heading: Paragraph, name: str) -> None:
    """Let links and the table of contents find a heading."""
    number = str(sum(ord(letter) * 31**place for place, letter in enumerate(name)) % 2**31)
    start, end = element("bookmarkStart", id=number, name=_bookmark(name)), element("bookmarkEnd", id=number)
    heading._p.insert(1 if heading._p.pPr is not None else 0, start)
    heading._p.append(end)


def _bookmark(name: str) -> str:
    return f"_{name}".replace("-", "_")[:MOST_OF_A_BOOKMARK]


def link(paragraph: Paragraph, text: str, target: str) -> None:
    """A run of text that leads to a bookmark; plain text where there is no target."""
    run = paragraph.add_run(text)
    if target:
        hyperlink = element("hyperlink", anchor=_bookmark(target), history="1")
        paragraph._p.replace(run._r, hyperlink)
        hyperlink.append(run._r)


def contents(made: Document, report: Report) -> None:
    """A table of contents that Word can renew, already filled with the headings and links to them."""
    made.add_paragraph(readable(report.labels["contents"]), style="TOC Heading")
    first = None
    for section in report.sections:
        entry = made.add_paragraph(style=f"TOC {section.level}")
        link(entry, readable(section.title), section.id)
        first = first if first is not None else entry
    last = made.add_paragraph(readable(report.labels["update"]), style="Table Note")
    if first is None:
        return
    start = _field_runs('TOC \\o "1-2" \\h \\z \\u')[:3]
    for place, run in enumerate(start):
        first._p.insert(1 + place, run)
    last._p.insert_element_before(_field_character("end"), "w:r")


def _field_runs(instruction: str) -> list[BaseOxmlElement]:
    run = element("r")
    text = element("instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = f" {instruction} "
    run.append(text)
    return [_field_character("begin"), run, _field_character("separate"), _field_character("end")]


def _field_character(kind: str) -> BaseOxmlElement:
    run = element("r")
    run.append(element("fldChar", fldCharType=kind))
    return run


def footer(made: Document, title: str, page: str) -> None:
    """Title and page numbers at the foot of every page but the first; `page` has {page} and {pages} in it."""
    section = made.sections[0]
    section.different_first_page_header_footer = True
    paragraph = section.footer.paragraphs[0]
    paragraph.style = made.styles["Table Note"]
    paragraph.add_run(f"{readable(title)}  ·  ")
    for part in re.split(r"(\{page\}|\{pages\})", readable(page)):
        if part in NUMBERS:
            _number(paragraph, NUMBERS[part])
        else:
            paragraph.add_run(part)


def _number(paragraph: Paragraph, instruction: str) -> None:
    begin, code, separate, end = _field_runs(instruction)
    shown = element("r")
    digit = element("t")
    digit.text = "1"
    shown.append(digit)
    for run in (begin, code, separate, shown, end):
        paragraph._p.append(run)


def shade(cell: _Cell, colour: str) -> None:
    """Fill a cell."""
    cell._tc.get_or_add_tcPr().append(element("shd", val="clear", color="auto", fill=colour))


def set_widths(table: Table, weights: list[float], centimetres: float) -> None:
    """Divide the width of the text among a table's columns."""
    table.autofit = False
    for column, weight in zip(table.columns, weights, strict=True):
        column.width = Cm(centimetres * weight / sum(weights))
    for row in table.rows:
        for cell, column in zip(row.cells, table.columns, strict=True):
            cell.width = column.width


def set_borders(table: Table) -> None:
    """Thin lines between a table's rows, none between its columns."""
    borders = element("tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(element(side, val="single", sz="4", space="0", color="B8C4CF"))
    table._tbl.tblPr.append(borders)


def repeat_as_head(row: _Row) -> None:
    """Print a row again at the top of every page that its table goes on to."""
    row._tr.get_or_add_trPr().append(element("cantSplit"))
    row._tr.get_or_add_trPr().append(element("tblHeader"))


def keep_whole(row: _Row) -> None:
    """Never break a row over two pages."""
    row._tr.get_or_add_trPr().append(element("cantSplit"))


def keep_with_next(row: _Row) -> None:
    """Keep a row on the page of the row below."""
    for paragraph in row._tr.iter(qn("w:p")):
        paragraph.get_or_add_pPr().get_or_add_keepNext()


def describe(picture: InlineShape, name: str, text: str) -> None:
    """Give a picture a name and the text that is read to who cannot see it."""
    about = picture._inline.docPr
    about.set("name", name)
    about.set("descr", text)
