"""What a lab's figures are called, their units, and how each is counted: the words beside every number.

docs/rules/lab-figures.md tells the same with examples.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from campanello.core.errors import gettext_noop as _
from campanello.lab.rules.values import CHANNELS, NEEDS, REPORT_KINDS, WORK_KINDS

PEOPLE, HOUSEHOLDS, VISITS, REPORTS = _("people"), _("households"), _("visits"), _("reports")
HOURS, DAYS = _("hours"), _("days")


@dataclass(frozen=True)
class Meaning:
    """What a figure is called, its unit, how it is counted, and how many decimals it is told with."""

    name: str
    unit: str
    counted: str
    decimals: int = 0


SECTIONS: Mapping[str, tuple[str, ...]] = {
    _("People and visits"): (
        "people",
        "households",
        "visits",
        "visits_person",
        "visits_household",
        "visits_nobody",
        "visits_per_person",
    ),
    _("The desk"): ("open_hours", "shift_hours", "visits_per_hour", "desk_visits_per_hour"),
    _("Reports"): ("reports", "reports_open", "reports_closed", "days_to_answer", "days_to_solution"),
    _("Activities"): ("activities", "sessions", "attendances", "participants", "guests"),
    _("Indirect work"): ("work_hours",),
}
MEANINGS: Mapping[str, Meaning] = {
    "people": Meaning(
        _("Different people"),
        PEOPLE,
        _(
            "Each person named in at least one visit of the period, once, however often they came. Records that were "
            "merged are one person. People who gave no name are not here."
        ),
    ),
    "households": Meaning(
        _("Households visited as such"),
        HOUSEHOLDS,
        _(
            "Each household that a visit of the period names instead of one of its members, once. Its members are "
            "not added to the people."
        ),
    ),
    "visits": Meaning(
        _("Visits"),
        VISITS,
        _(
            "Every contact recorded in the period, through any channel, with or without a name; those struck out as "
            "recorded by mistake are not counted. A visit is not a person."
        ),
    ),
    "visits_person": Meaning(
        _("Visits of people with a name"), VISITS, _("The visits that name a person. Part of the visits.")
    ),
    "visits_household": Meaning(
        _("Visits of households"), VISITS, _("The visits that name a household. Part of the visits.")
    ),
    "visits_nobody": Meaning(
        _("Anonymous visits"),
        VISITS,
        _("The visits that name nobody. Part of the visits; how many people that were is not known."),
    ),
    "visits_per_person": Meaning(
        _("Visits per person"),
        _("visits per person"),
        _("Visits of people with a name, divided by the different people. Anonymous visits are in neither."),
        2,
    ),
    "open_hours": Meaning(
        _("Opening hours"),
        HOURS,
        _("The hours for which the desk was to be open, by the opening hours that held on each day."),
        1,
    ),
    "shift_hours": Meaning(
        _("Hours at the desk"),
        HOURS,
        _(
            "The sum of the operators' shifts that began in the period and are over; two operators for one hour are "
            "two hours."
        ),
        1,
    ),
    "visits_per_hour": Meaning(
        _("Visits per hour at the desk"),
        _("visits per hour"),
        _("All visits, through any channel, divided by the hours at the desk."),
        2,
    ),
    "desk_visits_per_hour": Meaning(
        _("Visits at the desk per hour at the desk"),
        _("visits per hour"),
        _("The visits through the channel “Desk” alone, divided by the hours at the desk."),
        2,
    ),
    "reports": Meaning(
        _("Reports"),
        REPORTS,
        _("Every report made in the period, also those that were joined to another afterwards."),
    ),
    "reports_open": Meaning(
        _("Reports still open"), REPORTS, _("Of the period's reports, those without an end today.")
    ),
    "reports_closed": Meaning(
        _("Reports closed"),
        REPORTS,
        _("Of the period's reports, those solved, not ours, duplicate or ended without action, as of today."),
    ),
    "days_to_answer": Meaning(
        _("Days to the first answer"),
        DAYS,
        _(
            "Median: half of the period's reports that have been answered got their first answer sooner, half later. "
            "Those still waiting for one are not counted."
        ),
        1,
    ),
    "days_to_solution": Meaning(
        _("Days to the solution"),
        DAYS,
        _("Median over the period's reports that are closed as solved, from when they were told."),
        1,
    ),
    "activities": Meaning(
        _("Activities held"),
        _("activities"),
        _("Different activities with at least one session held in the period."),
    ),
    "sessions": Meaning(
        _("Sessions held"),
        _("sessions"),
        _("The activities' dates in the period, up to today, that were not cancelled."),
    ),
    "attendances": Meaning(
        _("Attendances"),
        _("attendances"),
        _(
            "Each time that somebody with a name was present at a session held. Whoever came to three sessions is "
            "counted three times."
        ),
    ),
    "participants": Meaning(
        _("Different people at activities"),
        PEOPLE,
        _(
            "Each person present at one session or more, once. They are not added to the people of visits: many are "
            "the same."
        ),
    ),
    "guests": Meaning(
        _("Guests without a name"),
        _("presences"),
        _(
            "Who came to a session without giving a name, as counted there. The same guest may be counted again."
        ),
    ),
    "work_hours": Meaning(
        _("Indirect work"),
        HOURS,
        _("Operators' time without a user in front, as they entered it."),
        1,
    ),
}
# What is told by kind: heading, unit, its parts with their names.
BREAKDOWNS: Mapping[str, tuple[str, str, Mapping[str, str]]] = {
    "visits.channel": (_("Visits by channel"), VISITS, CHANNELS),
    "visits.need": (_("Visits by need; one visit may have several"), VISITS, NEEDS),
    "reports.kind": (_("Reports by kind"), REPORTS, REPORT_KINDS),
    "answer": (_("Median days to the first answer, by kind of report"), DAYS, REPORT_KINDS),
    "solution": (_("Median days to the solution, by kind of report"), DAYS, REPORT_KINDS),
    "work.kind": (_("Indirect work by kind"), HOURS, WORK_KINDS),
}
# What is told month by month.
MONTHLY = ("visits", "people", "reports", "shift_hours", "sessions", "attendances", "work_hours")
