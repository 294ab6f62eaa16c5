"""Lists of a lab's visits: filtered, a page at a time by key, however many there are; and as a file.

Whoever is named on a page leaves a line. A file names people for those alone who may take people along.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from campanello.accounts.models import User
from campanello.core import audit
from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.lab.models import Visit, VisitNeed
from campanello.lab.models.visits import VisitSet
from campanello.lab.queries import naming
from campanello.lab.queries.visits import may_read_note
from campanello.people.models import Membership
from campanello.people.queries import search
from campanello.people.queries.merges import of_people
from campanello.people.rules.asking import read as read_question

READ = Right.READ_LAB
PER_PAGE = 25
MOST_COUNTED = 1_000
MOST_ROWS = 50_000
_MEANT = 50  # people who may be meant by what was typed
NEWEST, OLDEST, BY_STEP = "newest", "oldest", "step"
SORTS = (NEWEST, OLDEST, BY_STEP)


class TooManyRows(Refused):
    """A file would have more rows than a spreadsheet is comfortable with."""

    code = "lab.too-many-rows"
    text = _("The list has more than %(most)s visits. Narrow the days or the filters, and take it in parts.")


@dataclass(frozen=True)
class Wanted:
    """What a list is to hold: visits of one project, between two days (both included), and so on."""

    project: int
    first: date | None = None
    last: date | None = None
    channel: str = ""
    need: str = ""
    outcome: str = ""
    operator: int | None = None
    is_waiting: bool = False
    is_cancelled: bool = False
    words: str = ""
    sort: str = NEWEST


@dataclass(frozen=True)
class Cursor:
    """After which row a page begins: its moment (or day, where sorted by next steps) and its key."""

    key: datetime | date
    row: int

    def __str__(self) -> str:
        return f"{self.key.isoformat()}~{self.row}"


@dataclass(frozen=True)
class Row:
    """A visit in a list. `who` is empty for nobody in particular, and where no name is told (`is_untold`).

    `named` is the key of the person whose name that is.
    """

    visit: Visit
    who: str
    is_untold: bool
    needs: tuple[str, ...]
    note: str
    named: int | None

    @property
    def person_uid(self) -> UUID | None:
        """Whom it was with."""
        person = naming.standing(self.visit.person)
        return person.uid if person and not self.is_untold else None


@dataclass(frozen=True)
class Listed:
    """A page of a list, where the next one begins, and how many there are up to MOST_COUNTED."""

    rows: tuple[Row, ...]
    following: Cursor | None
    total: int
    is_cut: bool


def cursor(text: str) -> Cursor | None:
    """A place in a list as an address has it; None for what is none."""
    key, _tilde, row = text.partition("~")
    if not row.isdecimal() or len(row) > 18:
        return None
    try:
        moment = datetime.fromisoformat(key) if "T" in key else date.fromisoformat(key)
    except ValueError:
        return None
    if isinstance(moment, datetime) and moment.utcoffset() is None:
        return None
    return Cursor(moment, int(row))


def visits(actor: Actor, wanted: Wanted, *, on: date, after: Cursor | None = None) -> Listed:
    """A page of a project's visits; each person named leaves a line. Constant queries, however many visits.

    Raises:
        NotFound: The project's lab is not the actor's to read.
    """
    found = _filtered(actor, wanted, on)
    rows = list(_after(_sorted(found, wanted.sort), wanted.sort, after)[: PER_PAGE + 1])
    counted = found.order_by().values("pk")[: MOST_COUNTED + 1].count()
    shown = rows[:PER_PAGE]
    following = _cursor(shown[-1], wanted.sort) if len(rows) > PER_PAGE else None
    listed = _rows(actor, shown, on)
    audit.read_many(actor, "lab.visits-read", _named(listed))
    return Listed(tuple(listed), following, min(counted, MOST_COUNTED), counted > MOST_COUNTED)


@transaction.atomic
def exported(actor: Actor, wanted: Wanted, *, on: date) -> tuple[list[Row], bool]:
    """All visits of a list for a file, and whether it may name people. Never notes. Leaves lines.

    Raises:
        NotFound: The project's lab is not the actor's to read.
        TooManyRows.
    """
    found = list(_sorted(_filtered(actor, wanted, on), wanted.sort)[: MOST_ROWS + 1])
    if len(found) > MOST_ROWS:
        raise TooManyRows(most=MOST_ROWS)
    names = wanted.project in projects_with(actor, Right.EXPORT_PEOPLE)
    rows = _rows(actor, found, on)
    audit.exported(actor, "lab.visits-exported", rows=len(rows), project=wanted.project, names=names)
    if names:
        audit.read_many(actor, "people.person-exported", _named(rows))
    return rows, names


def operators(actor: Actor, project: int) -> list[tuple[int, str]]:
    """Who recorded visits in a project, by name: keys and names. One query.

    Raises:
        NotFound: The project's lab is not the actor's to read.
    """
    _let_in(actor, project)
    recorded = Visit.objects.filter(project=project, operator=OuterRef("pk"))
    users = User.objects.filter(Exists(recorded)).order_by("name", "username")
    return [(one.pk, one.name or one.username) for one in users]


def _let_in(actor: Actor, project: int) -> None:
    if project not in projects_with(actor, READ):
        raise NotFound


def _filtered(actor: Actor, wanted: Wanted, on: date) -> VisitSet:
    _let_in(actor, wanted.project)
    found = Visit.objects.filter(project=wanted.project)
    exact: dict[str, Any] = {
        "on__gte": wanted.first,
        "on__lte": wanted.last,
        "channel": wanted.channel,
        "outcome": wanted.outcome,
        "operator": wanted.operator,
    }
    found = found.filter(**{name: value for name, value in exact.items() if value})
    found = found.filter(cancelled_at__isnull=not wanted.is_cancelled)
    if wanted.need:
        found = found.filter(Exists(VisitNeed.objects.filter(visit=OuterRef("pk"), need=wanted.need)))
    if wanted.is_waiting or wanted.sort == BY_STEP:
        waiting = found.filter(next_step_on__isnull=False, next_step_done_at=None)
        found = (
            waiting if wanted.sort == BY_STEP else found.exclude(next_step="").filter(next_step_done_at=None)
        )
    return found.filter(_meant(actor, wanted.words, on)) if wanted.words else found


def _meant(actor: Actor, words: str, on: date) -> Q:
    """Visits of the people who may be meant by a text, or of their households."""
    asked = read_question(words, on)
    if asked.is_empty:
        return Q(pk__in=())
    people = [one.person.pk for one in search.people(actor, asked, on=on).found[:_MEANT]]
    inside = Membership.objects.filter(of_people("person", people)).values("household")
    return of_people("person", people) | Q(household__in=inside)


def _sorted(found: VisitSet, sort: str) -> VisitSet:
    order: tuple[str, ...]
    if sort == BY_STEP:
        order = ("next_step_on", "pk")
    elif sort == OLDEST:
        order = ("on", "at", "pk")
    else:
        order = ("-on", "-at", "-pk")
    return found.order_by(*order).select_related("person__merged_into", "household", "building", "operator")


def _after(found: VisitSet, sort: str, after: Cursor | None) -> VisitSet:
    if after is None or isinstance(after.key, datetime) == (sort == BY_STEP):
        return found
    field = "next_step_on" if sort == BY_STEP else "at"
    way = "lt" if sort == NEWEST else "gt"
    beyond = Q(**{f"{field}__{way}": after.key}) | Q(**{field: after.key, f"pk__{way}": after.row})
    # Said once more so that the index is entered at the right place.
    return found.filter(beyond, **{f"{field}__{way}e": after.key})


def _cursor(last: Visit, sort: str) -> Cursor:
    return Cursor(last.next_step_on if sort == BY_STEP and last.next_step_on else last.at, last.pk)


def _rows(actor: Actor, found: Sequence[Visit], on: date) -> list[Row]:
    needs: dict[int, list[str]] = {}
    for visit, need in VisitNeed.objects.filter(visit__in=[one.pk for one in found]).values_list(
        "visit", "need"
    ):
        needs.setdefault(visit, []).append(need)
    labels = naming.household_labels(actor, {one.household_id for one in found if one.household_id}, on)
    return [_row(actor, one, tuple(needs.get(one.pk, ())), labels) for one in found]


def _row(actor: Actor, one: Visit, needs: tuple[str, ...], labels: dict[int, naming.Label]) -> Row:
    person = naming.standing(one.person)
    who = naming.name_of(actor, person, one.project_id)
    named = person.pk if person and who else None
    if one.household_id in labels:
        who, named = labels[one.household_id].text, labels[one.household_id].person
    return Row(
        visit=one,
        who=who,
        is_untold=not who and bool(one.person_id or one.household_id),
        needs=needs,
        note=one.note if may_read_note(actor, one) else "",
        named=named,
    )


def _named(rows: Sequence[Row]) -> list[int]:
    return sorted({row.named for row in rows if row.named})
