"""Reports made once for all the tests of a file."""

from functools import cache

from campanello.evaluation.report.blocks import Report
from campanello.evaluation.report.content import content
from campanello.evaluation.report.write import WRITERS
from campanello.evaluation.result import Evaluation
from tests.indicators.report import evaluations

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
