"""The report as a Word document that an officer can edit: real headings, captions, tables and a table of contents."""

import zipfile
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Cm, Pt
from docx.table import Table as WordTable
from docx.table import _Cell as WordCell
from docx.text.paragraph import Paragraph as WordParagraph

from campanello.evaluation.report import charts, numbers, pictures, word
from campanello.evaluation.report.blocks import (
    Block,
    Bullets,
    Cell,
    Chart,
    Kind,
    Line,
    Note,
    Paragraph,
    Report,
    Section,
    Table,
    Terms,
)
from campanello.evaluation.report.text import readable

AUTHOR = "campanello"
TEXT_WIDTH = 17.0
WIDEST = charts.WIDTH * 1.2 * pictures.DOTS
TALLEST = 14.0
# A table of so few lines is kept on one page.
MOST_UNBROKEN = 14
# The heads of so many columns are set smaller.
MANY_COLUMNS = 5
WASH = "F3F6F9"
# Files in an archive bear this date, so that the same report is the same file.
ARCHIVED = (1980, 1, 1, 0, 0, 0)


def document(report: Report) -> bytes:
    """The report as .docx, dated by the evaluation; the same report gives the same bytes."""
    made = docx.Document()
    word.drop_thumbnail(made)
    word.set_styles(made, report.language)
    _properties(made, report)
    _title_page(made, report)
    word.contents(made, report)
    for index, section in enumerate(report.sections):
        _section(made, section, report if index == 0 else None)
    word.footer(made, report.title, report.labels["page"])
    return _without_dates(made)


def _properties(made: Document, report: Report) -> None:
    about = made.core_properties
    moment = numbers.universal(report.made_at).replace(tzinfo=None)
    about.title, about.subject, about.language = report.title, report.subtitle, report.language
    about.author = about.last_modified_by = AUTHOR
    about.created = about.modified = moment
    about.comments = about.keywords = ""
    about.revision = 1


def _title_page(made: Document, report: Report) -> None:
    page = made.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    page.top_margin = page.bottom_margin = Cm(2)
    label = made.add_paragraph(readable(report.labels["programme"]))
    label.paragraph_format.space_before = Pt(120)
    made.add_paragraph(readable(report.title), style="Title")
    made.add_paragraph(readable(report.subtitle), style="Subtitle")
    for name, text in report.details:
        _term(made, name, text)
    made.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)


def _section(made: Document, section: Section, with_facts: Report | None) -> None:
    heading = made.add_heading(readable(section.title), level=section.level)
    word.bookmark(heading, section.id)
    if section.level == 1:
        heading.paragraph_format.page_break_before = True
    if with_facts:
        _facts(made, with_facts)
    for block, after in zip(section.blocks, (*section.blocks[1:], None), strict=True):
        _block(made, block)
        if isinstance(block, Paragraph) and isinstance(after, Chart | Table):
            made.paragraphs[-1].paragraph_format.keep_with_next = True


def _facts(made: Document, report: Report) -> None:
    table = made.add_table(rows=1, cols=len(report.facts))
    for cell, fact in zip(table.rows[0].cells, report.facts, strict=True):
        word.shade(cell, WASH)
        number = cell.paragraphs[0].add_run(readable(fact.value))
        number.bold, number.font.size = True, Pt(18)
        cell.add_paragraph(readable(fact.name))
        if fact.detail:
            cell.add_paragraph().add_run(readable(fact.detail)).font.color.rgb = word.QUIET
    made.add_paragraph()


def _block(made: Document, block: Block) -> None:
    match block:
        case Paragraph():
            made.add_paragraph(readable(block.text), style="Lead" if block.lead else "Body Text")
        case Bullets():
            targets = block.linked or ("",) * len(block.items)
            for item, target in zip(block.items, targets, strict=True):
                word.link(made.add_paragraph(style="List Bullet"), readable(item), target)
        case Note():
            made.add_paragraph(readable(block.title), style="Note Title")
            made.add_paragraph(readable(block.text), style="Note")
        case Terms():
            for name, text in block.items:
                _term(made, name, text)
        case Chart():
            _chart(made, block)
        case Table():
            _table(made, block.on_paper or block)


def _term(made: Document, name: str, text: str) -> None:
    paragraph = made.add_paragraph(style="Term")
    paragraph.add_run(f"{readable(name)}: ").bold = True
    paragraph.add_run(readable(text))


def _chart(made: Document, chart: Chart) -> None:
    paragraph = made.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    drawn = pictures.png(chart.still, chart.id)
    wide, high = pictures.size(drawn)
    # All drawings to one scale, so that their letters are of one size, unless that makes one too wide or too tall.
    scale = min(TEXT_WIDTH / WIDEST, TEXT_WIDTH / wide, TALLEST / high)
    picture = paragraph.add_run().add_picture(BytesIO(drawn), Cm(wide * scale), Cm(high * scale))
    word.describe(picture, chart.id, readable(chart.alternative))
    made.add_paragraph(readable(chart.caption), style="Caption")


def _table(made: Document, table: Table) -> None:
    caption = made.add_paragraph(readable(table.caption), style="Caption")
    caption.paragraph_format.keep_with_next = True
    heads = 2 if table.has_groups else 1
    grid = made.add_table(rows=heads + len(table.lines), cols=len(table.columns))
    word.set_widths(grid, [column.width for column in table.columns], TEXT_WIDTH)
    word.set_borders(grid)
    rows = grid.rows
    if table.has_groups:
        _group_heads(grid, table)
    for cell, column in zip(rows[heads - 1].cells, table.columns, strict=True):
        word.shade(cell, WASH)
        _write(cell, Cell(column.title), bold=True, right=column.numeric)
        if len(table.columns) > MANY_COLUMNS:
            cell.paragraphs[0].runs[0].font.size = Pt(7.5)
    for row in list(rows)[:heads]:
        word.repeat_as_head(row)
    for row, line in zip(list(rows)[heads:], table.lines, strict=True):
        word.keep_whole(row)
        _line(row.cells, line, table)
    if len(table.lines) <= MOST_UNBROKEN:
        for row in list(rows)[:-1]:
            word.keep_with_next(row)
    for note in table.notes:
        made.add_paragraph(readable(note), style="Table Note")
    made.add_paragraph(style="Table Note")


def _group_heads(grid: WordTable, table: Table) -> None:
    cells = grid.rows[0].cells
    at = 0
    for title, span in table.groups:
        cell = cells[at].merge(cells[at + span - 1]) if span > 1 else cells[at]
        word.shade(cell, WASH)
        _write(cell, Cell(title), bold=True)
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        at += span


def _line(cells: tuple[WordCell, ...], line: Line, table: Table) -> None:
    if line.kind is Kind.GROUP:
        whole = cells[0].merge(cells[-1])
        word.shade(whole, WASH)
        _write(whole, line.cells[0], bold=True)
        return
    for index, (cell, column) in enumerate(zip(line.cells, table.columns, strict=True)):
        if not cell.span:
            continue
        place = cells[index].merge(cells[index + cell.span - 1]) if cell.span > 1 else cells[index]
        _write(place, cell, bold=line.kind is Kind.BASE, right=column.numeric, quiet=line.kind is Kind.QUIET)
    if line.kind is Kind.PART:
        cells[0].paragraphs[0].paragraph_format.left_indent = Cm(0.6)


def _write(
    place: WordCell, cell: Cell, *, bold: bool = False, right: bool = False, quiet: bool = False
) -> None:
    paragraph: WordParagraph = place.paragraphs[0]
    word.set_style(paragraph, "TableText")
    run = paragraph.add_run(readable(cell.text))
    run.bold = bold or None
    if quiet or cell.withheld:
        run.italic, run.font.color.rgb = True, word.QUIET
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if cell.detail:
        detail = paragraph.add_run()
        detail.add_break()
        detail.add_text(readable(cell.detail))
        detail.font.size, detail.font.color.rgb = Pt(7.5), word.QUIET


def _without_dates(made: Document) -> bytes:
    """The document's bytes with every file in its archive of one date, instead of the moment of writing."""
    written, again = BytesIO(), BytesIO()
    made.save(written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, ARCHIVED), old.read(name), zipfile.ZIP_DEFLATED)
    return again.getvalue()
