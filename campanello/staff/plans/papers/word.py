"""A paper as a Word document that an office can go on writing in: real headings, tables, places to sign."""

from io import BytesIO

import docx
from docx.document import Document
from docx.shared import Cm

from campanello.evaluation.report import word
from campanello.evaluation.report.text import readable
from campanello.staff.plans.papers.blocks import Block, Grid, Pairs, Paper, Points, Signatures, Words

AUTHOR = "campanello"
WIDTH = 17.0
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def document(paper: Paper, language: str) -> bytes:
    """A paper as .docx."""
    made = docx.Document()
    word.drop_thumbnail(made)
    word.set_styles(made, language)
    made.core_properties.title, made.core_properties.author = readable(paper.title), AUTHOR
    page = made.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2)
    made.add_heading(readable(paper.title), level=1)
    made.add_paragraph(readable(paper.subtitle), style="Subtitle")
    made.add_paragraph(readable(paper.made))
    for section in paper.sections:
        made.add_heading(readable(section.title), level=section.level + 1)
        for block in section.blocks:
            _block(made, block, paper.labels["sign"])
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def _block(made: Document, block: Block, sign: str) -> None:
    match block:
        case Pairs():
            for label, value in block.rows:
                paragraph = made.add_paragraph(f"{readable(label)}: ")
                paragraph.add_run(readable(value)).bold = True
        case Grid():
            _grid(made, block)
        case Words():
            made.add_paragraph().add_run(readable(block.text)).bold = block.is_grave
        case Points():
            for item in block.items:
                made.add_paragraph(readable(item), style="List Bullet")
        case Signatures():
            for title, name, told in block.rows:
                paragraph = made.add_paragraph()
                paragraph.add_run(readable(title)).bold = True
                paragraph.add_run(f" {readable(name)}")
                made.add_paragraph(readable(told) or f"{readable(sign)}: ____________________")


def _grid(made: Document, block: Grid) -> None:
    table = made.add_table(rows=1, cols=len(block.heads))
    word.set_borders(table)
    for cell, head in zip(table.rows[0].cells, block.heads, strict=True):
        cell.paragraphs[0].add_run(readable(head)).bold = True
    word.repeat_as_head(table.rows[0])
    for row in block.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = readable(text)
    word.set_widths(table, [float(width) for width in block.widths], WIDTH)
    made.add_paragraph()
