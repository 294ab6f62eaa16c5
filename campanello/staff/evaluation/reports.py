"""The reports that lie beside a stored evaluation, as far as they withhold no less than this installation does."""

import json
from pathlib import Path

from campanello.core.errors import Missing
from campanello.core.errors import gettext_noop as _
from campanello.evaluation.output import JSON_FILE, REPORT_FORMATS
from campanello.staff.evaluation.stored import Kept

TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class NoReport(Missing):
    """There is no such report, or it shows what this installation withholds."""

    code = "evaluation.no-report"
    text = _("There is no report of the evaluation “%(name)s” in this format that may be shown here.")


def formats(kept: Kept) -> tuple[str, ...]:
    """The formats in which a report may be handed out, in the order of REPORT_FORMATS."""
    if not _withholds_enough(kept):
        return ()
    return tuple(one for one in REPORT_FORMATS if (kept.folder / f"report.{one}").is_file())


def file(kept: Kept, format: str) -> Path:
    """The file of a report.

    Raises:
        NoReport: There is none, or it may not be shown.
    """
    if format not in formats(kept):
        raise NoReport(name=kept.stored.name)
    return kept.folder / f"report.{format}"


def _withholds_enough(kept: Kept) -> bool:
    """Whether the JSON that was written with the reports says so; without it nobody knows."""
    try:
        content = json.loads((kept.folder / JSON_FILE).read_text(encoding="utf-8"))
        threshold = content["suppression"]["threshold"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return isinstance(threshold, int) and threshold >= kept.threshold
