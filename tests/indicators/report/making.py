"""Reports made, and read back, once for all the tests of a file."""

from functools import cache
from typing import Any

from campanello.evaluation.report.blocks import Report
from campanello.evaluation.report.content import content
from campanello.evaluation.report.write import WRITERS
from campanello.evaluation.result import Evaluation
from tests.indicators.report import evaluations, parsing

EVALUATIONS = {
    "sources": evaluations.sources,
    "hostile": evaluations.hostile,
    "nobody": evaluations.nobody,
    "withheld": lambda: evaluations.of_crowd(threshold=20),
    "everything": lambda: evaluations.of_crowd(threshold=0),
}


@cache
def evaluation(which: str) -> Evaluation:
    return EVALUATIONS[which]()


@cache
def report(which: str, language: str) -> Report:
    return content(evaluation(which), language)


@cache
def made(which: str, language: str, format_: str) -> bytes:
    return WRITERS[format_](report(which, language))


@cache
def page(which: str, language: str) -> parsing.Page:
    return parsing.Page(made(which, language, "html"))


@cache
def word_tables(which: str, language: str) -> dict[str, parsing.Rows]:
    return parsing.word_tables(made(which, language, "docx"))


@cache
def sheets(which: str, language: str) -> dict[str, list[list[Any]]]:
    return parsing.sheets(made(which, language, "xlsx"))


@cache
def text(which: str, language: str, format_: str) -> str:
    """All that a report says in words, descriptions of pictures included where its format has them as text."""
    if format_ == "html":
        return page(which, language).text
    readers = {"docx": parsing.word_text, "pdf": parsing.pdf_text, "xlsx": parsing.sheet_text}
    return readers[format_](made(which, language, format_))
