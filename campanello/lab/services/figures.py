"""Hands out a lab's month on paper: PDF for who finances it, with every figure's unit and how it is counted."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext, override

from campanello.core import typesetting
from campanello.core.actor import Actor
from campanello.core.models import Project
from campanello.core.period import ROME, day_of
from campanello.lab.queries import figures as queries
from campanello.lab.queries import figures_told as told
from campanello.lab.queries.figures import LabFigures, Wanted

TEMPLATE = Path(__file__).parent / "month.typ"
MONTHS_BACK = 13


def month_paper(*, actor: Actor, project: Project, month: date, language: str, at: datetime) -> bytes:
    """A month of a lab as PDF; leaves a line.

    Args:
        actor: Who is to read it: small counts are withheld from who may not see them.
        project: One of those that `queries.figures.labs` answers.
        month: A day of it.
        language: The paper's, one of the six.
        at: When it is made; up to its day is counted.

    Raises:
        NotFound, MonthNotOver.
    """
    wanted = Wanted(month=month.replace(day=1))
    on = day_of(at)
    (found,) = queries.exported(actor, [project], wanted, form="pdf", on=on)
    return set_paper(found, language=language, at=at)


def printed_month(*, code: str, month: date, language: str, threshold: int, at: datetime) -> bytes:
    """The same for who runs the installation, from its command line.

    Args:
        code: The project's.
        threshold: Counts below are withheld; 0 for none.

    Raises:
        NotFound, MonthNotOver.
    """
    project = queries.lab_of_code(code)
    on = day_of(at)
    found = queries.every_figure(
        project, Wanted(month=month.replace(day=1)), threshold=threshold, form="pdf", on=on
    )
    return set_paper(found, language=language, at=at)


def set_paper(found: LabFigures, *, language: str, at: datetime) -> bytes:
    """Figures of a month, set."""
    with override(language):
        data = paper(found, at=at)
    return typesetting.pdf(TEMPLATE.read_bytes(), data, language=language, made_at=at.replace(microsecond=0))


def paper(found: LabFigures, *, at: datetime) -> dict[str, Any]:
    """What stands on the paper, in the language that is switched on."""
    made_at = at.astimezone(ROME)
    return {
        "title": gettext("The lab in figures: %(period)s") % {"period": told.period(found.days)},
        "project": found.project.title,
        "code": found.project.code,
        "made": gettext("Made on %(day)s.") % {"day": date_format(made_at.date(), "SHORT_DATE_FORMAT")},
        "never": gettext(
            "People and visits are never added: each figure says its unit and how it is counted."
        ),
        "rule": told.rule(found),
        "sections": [
            {
                "title": one.title,
                "rows": [[row.name, row.value, row.unit, row.counted] for row in one.rows],
            }
            for one in told.sections(found.figures)
        ],
        "heads": [gettext("Figure"), gettext("Value"), gettext("Unit"), gettext("How it is counted")],
        "breakdowns": [
            {
                "title": one.title,
                "unit": one.unit,
                "rows": [[row.name, row.value, _share(row.cell.value, one)] for row in one.rows],
            }
            for one in told.breakdowns(found.figures)
            if one.is_told
        ],
        "by_month": gettext("Month by month"),
        "month": gettext("Month"),
        "month_heads": [f"{name} ({unit})" for name, unit in told.month_heads()],
        "months": [
            [one.name, *(row.value for row in one.rows)]
            for one in told.months(found.figures, most=MONTHS_BACK)
        ],
    }


def _share(value: float | None, block: told.Block) -> float:
    """How long a part's bar is beside the longest; no bar where nothing may be told."""
    longest = max((row.cell.value or 0 for row in block.rows), default=0)
    return (value or 0) / longest if longest else 0
