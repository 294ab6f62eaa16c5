"""Writes the report in the formats asked for. Every file is made before the first is written."""

from collections.abc import Callable, Collection
from pathlib import Path

from campanello.core.errors import Refused, gettext_noop
from campanello.evaluation.report.blocks import Report
from campanello.evaluation.report.content import content
from campanello.evaluation.report.docx import document
from campanello.evaluation.report.html import html
from campanello.evaluation.report.pdf import pdf
from campanello.evaluation.report.xlsx import workbook
from campanello.evaluation.result import Evaluation

WRITERS: dict[str, Callable[[Report], bytes]] = {"html": html, "pdf": pdf, "docx": document, "xlsx": workbook}
LANGUAGES = ("it", "en")


class NoSuchFormat(Refused):
    """A report was asked for in a format that is not made."""

    code = "evaluation.no-such-report-format"
    text = gettext_noop("There is no report in the format “%(format)s”. Choose from: %(formats)s.")


class NoSuchLanguage(Refused):
    """A report was asked for in a language that it is not translated into."""

    code = "evaluation.no-such-report-language"
    text = gettext_noop("There is no report in the language “%(language)s”. Choose from: %(languages)s.")


def write_report(
    evaluation: Evaluation, *, formats: Collection[str], language: str, directory: Path
) -> list[Path]:
    """Write `report.FORMAT` into the directory for each format, in the order of WRITERS; answer the files.

    The same evaluation gives the same files.

    Raises:
        NoSuchFormat, NoSuchLanguage, ChartScriptMissing.
    """
    made = reports(evaluation, formats=formats, language=language)
    paths = []
    for name, data in made.items():
        path = directory / name
        path.write_bytes(data)
        paths.append(path)
    return paths


def reports(evaluation: Evaluation, *, formats: Collection[str], language: str) -> dict[str, bytes]:
    """The report's files by name, made and not yet written.

    Raises:
        NoSuchFormat, NoSuchLanguage, ChartScriptMissing.
    """
    for one in formats:
        if one not in WRITERS:
            raise NoSuchFormat(format=one, formats=", ".join(WRITERS))
    if language not in LANGUAGES:
        raise NoSuchLanguage(language=language, languages=", ".join(LANGUAGES))
    report = content(evaluation, language)
    return {f"report.{one}": write(report) for one, write in WRITERS.items() if one in formats}
