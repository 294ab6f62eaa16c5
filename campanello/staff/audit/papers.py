"""A person's data on paper: PDF that screen readers read too, headings in Italian and in the person's language."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext, gettext_noop, override

from campanello.evaluation.report.pdf import compiled
from campanello.evaluation.report.text import printable
from campanello.staff.audit.sentences import sort_name

TEMPLATE = Path(__file__).parent / "data.typ"
TITLE = gettext_noop("The data that are kept about you")
INTRODUCTION = gettext_noop(
    "You asked for a copy of your data. Each part below is a table of the programme in which something about you is "
    "written. Other people and members of the team are not named. At the end you read when your record was looked at, "
    "changed or handed out, and in which role."
)
TABLES = {
    "people.person": gettext_noop("Person"),
    "people.identitycode": gettext_noop("Identity codes"),
    "people.contactway": gettext_noop("Ways to reach you"),
    "people.citizenship": gettext_noop("Citizenships"),
    "people.language": gettext_noop("Languages"),
    "people.employmentstatus": gettext_noop("Work situations"),
    "people.residencepermit": gettext_noop("Residence permits"),
    "people.specialfact": gettext_noop("Facts of special categories"),
    "people.consent": gettext_noop("Consents"),
    "people.noticegiven": gettext_noop("Notices handed out"),
    "people.skill": gettext_noop("Skills"),
    "people.membership": gettext_noop("Days in households"),
    "people.household": gettext_noop("Households"),
    "people.involvement": gettext_noop("Projects that know you"),
    "people.participation": gettext_noop("Labs and plans"),
    "people.revision": gettext_noop("Changes of your record"),
    "people.merge": gettext_noop("Records that were merged"),
    "people.doubtfulpair": gettext_noop("Records that may be one person"),
    "homes.tenancy": gettext_noop("Tenancies"),
    "homes.arrearsstatement": gettext_noop("Statements of arrears"),
    "accounts.user": gettext_noop("Your account"),
}
LOOKED = gettext_noop("Who has looked at your record")
# Keys for searching say nothing that the names do not.
LEFT_OUT = {"people.personword", "people.personkey"}


def copy(data: dict[str, Any], language: str) -> bytes:
    """The data of one person as PDF.

    Args:
        data: As `people.queries.rights.all_data` answers them.
        language: The second language of the headings; Italian is the first.
    """
    sections = [
        {
            "title": _both(TABLES.get(name, name), language),
            "rows": [[[key, printable(_said(value))] for key, value in row.items()] for row in rows],
        }
        for name, rows in data["tables"].items()
        if name not in LEFT_OUT
    ]
    with override("it"):
        trail = [[one["at"], one["roles"], sort_name(one["sort"]), one["deed"]] for one in data["audit"]]
    made_at = datetime.fromisoformat(data["made_at"])
    document = {
        "language": "it",
        "title": _both(TITLE, language),
        "name": printable(data["name"]),
        "made_at": made_at.strftime("%d/%m/%Y %H:%M"),
        "introduction": [_in(INTRODUCTION, one) for one in dict.fromkeys(("it", language))],
        "sections": sections,
        "looked": _both(LOOKED, language),
        "trail": trail,
    }
    inputs = {"data": json.dumps(document, ensure_ascii=False)}
    return compiled(TEMPLATE.read_bytes(), inputs, made_at)


def _in(text: str, language: str) -> str:
    with override(language):
        return printable(gettext(text))


def _both(text: str, language: str) -> str:
    return " · ".join(dict.fromkeys((_in(text, "it"), _in(text, language))))


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "sì" if value else "no"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)
