"""The report as PDF, for the archive (PDF/A-2a) and for every reader (PDF/UA-1). Typst sets it from plain data."""

import json
import re
from pathlib import Path
from typing import Any

from campanello.core.typesetting import compiled, printable
from campanello.evaluation.report import numbers, pictures
from campanello.evaluation.report.blocks import (
    Block,
    Bullets,
    Cell,
    Chart,
    Note,
    Paragraph,
    Report,
    Table,
    Terms,
)
from campanello.evaluation.report.charts import WIDTH

TEMPLATE = Path(__file__).parent / "templates" / "report.typ"
AUTHOR = "campanello"
# A table of many columns is set smaller.
SIZE, SMALL_SIZE, MANY_COLUMNS = 9, 8, 7
MOST_UNBROKEN = 14
# A word that is longer may be broken anywhere.
LONG_WORD = re.compile(r"\S{25,}")
BREAK = "\N{ZERO WIDTH SPACE}"
DRAWN = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
# Charts are drawn to one scale, so that their letters are of one size, unless that makes one too tall for its page.
WIDEST, TALLEST = WIDTH * 1.2, 560


def pdf(report: Report) -> bytes:
    """The report as PDF/A-2a that is also PDF/UA-1, dated by the evaluation."""
    inputs = {"report": json.dumps(_document(report), ensure_ascii=False)}
    return compiled(
        TEMPLATE.read_bytes(), inputs, language=report.language, made_at=numbers.universal(report.made_at)
    )


def _text(text: str) -> str:
    """Text that the typefaces can print and lines can hold."""
    return LONG_WORD.sub(lambda word: BREAK.join(re.findall(".{1,12}", word[0])), printable(text))


def _document(report: Report) -> dict[str, Any]:
    return {
        "language": report.language,
        "title": _text(report.title),
        "subtitle": _text(report.subtitle),
        "author": AUTHOR,
        "labels": {name: _text(text) for name, text in report.labels.items()},
        "details": [[_text(name), _text(text)] for name, text in report.details],
        "facts": [[_text(fact.value), _text(fact.name), _text(fact.detail)] for fact in report.facts],
        "sections": [
            {
                "id": section.id,
                "level": section.level,
                "title": _text(section.title),
                "blocks": [_block(block) for block in section.blocks],
            }
            for section in report.sections
        ],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {"kind": "paragraph", "text": _text(block.text), "lead": block.lead}
        case Bullets():
            targets = block.linked or ("",) * len(block.items)
            items = [
                {"text": _text(item), "target": to} for item, to in zip(block.items, targets, strict=True)
            ]
            return {"kind": "bullets", "items": items}
        case Note():
            return {"kind": "note", "title": _text(block.title), "text": _text(block.text)}
        case Terms():
            return {"kind": "terms", "items": [[_text(name), _text(text)] for name, text in block.items]}
        case Chart():
            return _chart(block)
        case Table():
            return _table(block.on_paper or block)


def _chart(chart: Chart) -> dict[str, Any]:
    drawn = pictures.svg(chart.still, chart.id)
    size = DRAWN.search(drawn)
    assert size is not None
    width, height = float(size[1]), float(size[2])
    return {
        "kind": "chart",
        "caption": _text(chart.caption),
        "alternative": _text(chart.alternative),
        "svg": drawn,
        "width": min(1.0, width / WIDEST * min(1.0, TALLEST / height)),
    }


def _table(table: Table) -> dict[str, Any]:
    groups = (
        [{"title": _text(title), "span": span} for title, span in table.groups] if table.has_groups else []
    )
    return {
        "kind": "table",
        "caption": _text(table.caption),
        "size": SMALL_SIZE if len(table.columns) > MANY_COLUMNS else SIZE,
        # A short table is never broken, one of long lines may be.
        "breakable": len(table.lines) > MOST_UNBROKEN or bool(table.detail_title),
        "heads": 2 if table.has_groups else 1,
        "groups": groups,
        "columns": [
            {"title": _text(column.title), "width": column.width, "numeric": column.numeric}
            for column in table.columns
        ],
        "lines": [
            {"kind": line.kind.value, "cells": [_cell(cell) for cell in line.cells]} for line in table.lines
        ],
        "notes": [_text(note) for note in table.notes],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "text": _text(cell.text),
        "withheld": cell.withheld,
        "span": cell.span,
        "detail": _text(cell.detail),
        "bar": None if cell.bar is None else float(cell.bar),
    }
