"""Finds what Open311 tells everybody: the projects that are served, and their reports of public space alone.

Nobody in particular asks: what is not public is not there. No name, stair or dwelling leaves this module.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from campanello.core import params
from campanello.core.actor import Actor, Grant, Role
from campanello.core.models import Project
from campanello.homes.models import Building
from campanello.lab.models import Report, ReportSet
from campanello.lab.rules import open311 as rules
from campanello.lab.rules import values
from campanello.lab.rules.open311 import Published
from campanello.lab.rules.open311_reading import Asked
from campanello.people.rules.keys import plain

_SHOWN = (*("owner", "joined_into", "building__neighbourhood__municipality", "neighbourhood__municipality"),)


def jurisdictions(codes: Collection[str]) -> list[Project]:
    """The projects that are served, of those that are named; an asterisk names all."""
    found = Project.objects.select_related("lead").order_by("code")
    return [one for one in found if rules.is_served(one.code, codes)] if codes else []


def jurisdiction(asked: str, codes: Collection[str]) -> Project:
    """The project that is meant; the only one where there is but one.

    Raises:
        JurisdictionMissing, JurisdictionUnknown.
    """
    served = jurisdictions(codes)
    known = ", ".join(one.code for one in served) or "-"
    if served and not asked:
        if len(served) == 1:
            return served[0]
        raise rules.JurisdictionMissing(known=known)
    found = next((one for one in served if one.code.lower() == asked.lower()), None)
    if found is None:
        raise rules.JurisdictionUnknown(known=known)
    return found


def sender(project: Project, name: str) -> Actor:
    """A program that may report and has no user: it acts as a desk of this one project, and as nobody in particular."""
    return Actor(user=None, name=name, grants=(Grant(Role.DESK, project.lead_id, project.pk),))


def _public(project: Project | None = None) -> ReportSet:
    """What everybody may read, of a project or of all."""
    found = Report.objects.filter(is_public_space=True, kind__in=rules.SERVICES, dwelling=None)
    return (found.filter(project=project) if project else found).select_related(*_SHOWN)


def requests(project: Project, asked: Asked) -> list[Published]:
    """The public reports that are asked for, the newest first. One query, however many there are."""
    found = _public(project).order_by("-made_at", "-pk")
    if asked.numbers:
        return _published(found.filter(number__in=[one.upper() for one in asked.numbers]))
    found = found.filter(made_at__gte=asked.since, made_at__lte=asked.until)
    if asked.services:
        found = found.filter(kind__in=asked.services)
    if asked.statuses:
        found = found.filter(state__in=_states(asked.statuses))
    first = (asked.page - 1) * asked.size
    return _published(found[first : first + asked.size])


def _states(statuses: Collection[str]) -> list[str]:
    named = {"open": values.OPEN_STATES, "closed": values.CLOSED_STATES}
    return [state for status in statuses for state in named[status]]


def request(project: Project, number: str) -> Published:
    """One public report.

    Raises:
        RequestUnknown: Absent, or not public; they are not told apart.
    """
    return publish(_one(_public(project).filter(number=number.upper())))


def publishable(report: UUID) -> Published:
    """A report as everybody may read it, whichever project it is of.

    Raises:
        RequestUnknown: Absent, or not public.
    """
    return publish(_one(_public().filter(uid=report)))


def _one(found: ReportSet) -> Report:
    one = found.first()
    if one is None:
        raise rules.RequestUnknown
    return one


def number_of(project: Project, token: str) -> str:
    """The number of the report whose key a token is.

    Raises:
        TokenUnknown.
    """
    try:
        uid = UUID(token)
    except ValueError:
        raise rules.TokenUnknown from None
    found = _public(project).filter(uid=uid).first()
    if found is None:
        raise rules.TokenUnknown
    return found.number


def house(project: Project, uid: UUID) -> Building | None:
    """A house in a quarter of the project."""
    return Building.objects.filter(uid=uid, neighbourhood__projects=project).first()


def house_at(project: Project, address: str) -> Building | None:
    """The house that an address names before its second comma, if there is one alone of that street and number."""
    parts = [part for part in address.split(",") if part.strip()][:2]
    for words in (parts[:1], parts):
        found = Building.objects.filter(
            search=plain(" ".join(words)) or "-", neighbourhood__projects=project
        ).distinct()[:2]
        if len(found) == 1:
            return found[0]
    return None


def _published(found: Sequence[Report] | ReportSet) -> list[Published]:
    return [publish(one) for one in found]


def publish(report: Report) -> Published:
    """A public report as everybody may read it; its texts only when somebody of the team has read them."""
    is_read = rules.is_read(report.source, report.first_answer_at)
    quarter = report.building.neighbourhood if report.building else report.neighbourhood
    other = report.joined_into
    decimals = params.value("open311.coordinate_decimals", report.made_on)
    return Published(
        number=report.number,
        service=rules.SERVICES[report.kind],
        state=report.state,
        priority=report.priority,
        description=rules.without_contacts(report.text) if is_read else "",
        owner=report.owner.name,
        made_at=report.made_at,
        changed_at=report.closed_at or report.state_since,
        planned_on=report.planned_on,
        ask_whom=rules.without_contacts(report.ask_whom),
        joined_into=other.number if other and _is_public(other) else "",
        address=rules.address(
            (
                rules.without_contacts(report.place_note) if is_read else "",
                str(report.building) if report.building else "",
                quarter.name if quarter else "",
                quarter.municipality.name if quarter else "",
            )
        ),
        address_id=str(report.building.uid) if report.building else "",
        latitude=rules.coarse(report.latitude, decimals),
        longitude=rules.coarse(report.longitude, decimals),
    )


def _is_public(report: Report) -> bool:
    return report.is_public_space and report.kind in rules.SERVICES and report.dwelling_id is None
