"""Finds the register of a session of a plan's service: who is expected, who came, what was corrected since."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.errors import Refused
from campanello.core.idempotency import KeyReused
from campanello.core.single import single
from campanello.lab.queries import sign_ups
from campanello.lab.rules.registers import NOTHING, Mark, length_of
from campanello.plans.models import Attendance, Plan, Session
from campanello.plans.queries import register_facts
from campanello.plans.queries.seen import seen, standing
from campanello.plans.rules import registers as rules
from campanello.plans.rules.registers import Held, Totals

_WITH = ("service", "project", "deliverer", "signed_by")


@dataclass(frozen=True)
class Row:
    """One plan in a register; without a name where the actor may not see the person.

    `planned` are the plan's minutes at this session; `why_not` is why nothing may be marked.
    """

    plan: UUID
    code: str
    person: UUID
    name: str
    family_name: str
    is_visible: bool
    is_expected: bool
    mark: Mark
    planned: int
    held: Held
    attendance: Attendance | None
    corrected: tuple[Attendance, ...] = ()
    why_not: Refused | None = None


@dataclass(frozen=True)
class Register:
    """A session with its plans, by name, and in figures."""

    session: Session
    rows: tuple[Row, ...]
    totals: Totals

    @property
    def length(self) -> int:
        """Minutes that the session lasts."""
        return length_of(self.session.starts_at, self.session.ends_at)


def session(actor: Actor, uid: UUID, *, right: Right = Right.READ_PLANS, lock: bool = False) -> Session:
    """A session of the actor's projects; `lock` holds its row, and with it its list and its register.

    Raises:
        NotFound: Absent, or not the actor's.
        NotYours: The actor may see it but has not the right.
    """
    found = Session.objects.filter(uid=uid).select_related(*_WITH)
    return single(found.visible_to(actor, right), found.visible_to(actor), lock=lock)


@transaction.atomic
def register(actor: Actor, uid: UUID, *, is_export: bool = False) -> Register:
    """The register of a session; each person named leaves a line. As many queries for two people as for thousands.

    Raises:
        NotFound: Absent, or not the actor's.
    """
    one = session(actor, uid)
    expected = set(one.expected.values_list("plan", flat=True))
    current, replaced = _marks(one)
    rows = Plan.objects.filter(pk__in=expected | current.keys()).select_related("person__merged_into")
    plans = list(rows)
    held = register_facts.held(one, plans)
    visible = sign_ups.visible(actor, {standing(plan.person).pk for plan in plans})
    found = [
        _row(
            one,
            plan,
            held[plan.pk],
            is_visible=standing(plan.person).pk in visible,
            is_expected=plan.pk in expected,
            current=current,
            replaced=replaced,
        )
        for plan in plans
    ]
    found.sort(key=lambda row: (row.family_name.casefold(), row.name, row.code))
    named = sorted(visible & {standing(plan.person).pk for plan in plans})
    audit.read_many(actor, "plans.register-read", named)
    if is_export:
        audit.exported(actor, "plans.register-exported", one, people=len(named))
    return Register(one, tuple(found), rules.totals(row.mark for row in found))


def _marks(one: Session) -> tuple[dict[int, Attendance], dict[int, list[Attendance]]]:
    current: dict[int, Attendance] = {}
    replaced: dict[int, list[Attendance]] = {}
    for row in Attendance.objects.filter(session=one).select_related("recorded_by"):
        if row.is_replaced:
            replaced.setdefault(row.plan_id, []).append(row)
        else:
            current[row.plan_id] = row
    return current, replaced


def _row(
    one: Session,
    plan: Plan,
    held: Held,
    *,
    is_visible: bool,
    is_expected: bool,
    current: dict[int, Attendance],
    replaced: dict[int, list[Attendance]],
) -> Row:
    who, attendance = standing(plan.person), current.get(plan.pk)
    planned = rules.planned_minutes(held, length_of(one.starts_at, one.ends_at))
    return Row(
        plan=plan.uid,
        code=plan.code,
        person=who.uid,
        name=who.name if is_visible else "",
        family_name=who.family_name if is_visible else "",
        is_visible=is_visible,
        is_expected=is_expected,
        mark=mark_of(attendance),
        planned=attendance.planned_minutes if attendance and attendance.is_signed else planned,
        held=held,
        attendance=attendance,
        corrected=tuple(replaced.get(plan.pk, ())),
        why_not=rules.why_not_hold(held, one.on),
    )


def mark_of(attendance: Attendance | None) -> Mark:
    """What a row says of a plan."""
    return Mark(attendance.presence, attendance.minutes) if attendance else NOTHING


def standing_rows(one: Session, plans: Iterable[int]) -> dict[int, Attendance]:
    """The rows of a session that hold, by the plans' keys. One query."""
    found = Attendance.objects.filter(session=one, plan__in=list(plans), is_replaced=False)
    return {row.plan_id: row for row in found}


def unmarked(one: Session) -> list[Plan]:
    """The plans expected at a session of which nothing is marked. One query."""
    marked = Attendance.objects.filter(session=one, is_replaced=False).values("plan")
    found = Plan.objects.filter(expected__session=one).exclude(pk__in=marked)
    return list(found.select_related("person"))


def plans_of(actor: Actor, one: Session, uids: Iterable[UUID], *, lock: bool = False) -> dict[UUID, Plan]:
    """Plans by their uids, of those that the session's project may mark; `lock` holds them in order.

    Raises:
        NotFound: One of them is not the actor's, or is of another project, and is not in the session.
    """
    wanted = set(uids)
    rows = Plan.objects.filter(uid__in=wanted, project=one.project_id).select_related("person__merged_into")
    rows = rows.order_by("pk")
    found = {plan.uid: plan for plan in (rows.select_for_update(of=("self",)) if lock else rows)}
    mine = set(
        seen(Plan.objects.filter(uid__in=wanted), actor, Right.WRITE_PLANS).values_list("uid", flat=True)
    )
    inside = set(Plan.objects.filter(expected__session=one, uid__in=wanted).values_list("uid", flat=True))
    if found.keys() != wanted or wanted - inside - mine:
        raise NotFound
    return found


def present(one: Session) -> list[Attendance]:
    """The marks of a session that say that somebody came. One query."""
    return list(Attendance.objects.filter(session=one, is_replaced=False, presence="present"))


def held_plans(keys: Iterable[int]) -> list[Plan]:
    """Plans by their keys with their people, held in order until the transaction ends. One query."""
    rows = Plan.objects.filter(pk__in=list(keys)).select_related("person").order_by("pk")
    return list(rows.select_for_update(of=("self",)))


def expected(one: Session) -> set[int]:
    """The keys of the plans on the list of a session. One query."""
    return set(one.expected.values_list("plan", flat=True))


def before(uid: UUID, plan: int, session: int) -> Attendance | None:
    """The row that was recorded for the same request.

    Raises:
        KeyReused: The uid is that of another row.
    """
    sent = Attendance.objects.filter(uid=uid).first()
    if sent and (sent.session_id != session or sent.plan_id != plan):
        raise KeyReused
    return sent


def may_write(actor: Actor, one: Session) -> bool:
    """Whether the actor fills and signs registers of a session's project."""
    return one.project_id in projects_with(actor, Right.WRITE_PLANS)
