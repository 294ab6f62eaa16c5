"""A plan's text in one language: what is read before signing, and what stands in each column of the paper."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, override
from django.utils.translation import gettext_noop as _

from campanello.core import typesetting
from campanello.plans.queries.plan_shown import Shown, Version
from campanello.plans.rules.catalogue import in_language
from campanello.plans.rules.plans import hours, last_day, shown
from campanello.plans.rules.values import BLOCKS
from campanello.staff.plans.plans.words import money

# What the person agrees to, beside the services: short sentences, said alike in every language.
_TERMS = (
    _("For the hours that you attend you receive an allowance, up to %(allowance)s over all your plans."),
    _("The services of all your plans are worth up to %(services)s."),
    _("Base services are free and give no allowance."),
    _("Hours count when the register of the session is signed. Hours of absence do not count."),
    _("You can withdraw at any time. Say so to your case manager."),
    _(
        "The plan can be suspended, extended or revoked by an act with its day and its reason, which you receive."
    ),
    _("If the plan changes, there is a new version, and it holds when you and the team have signed it."),
)


@dataclass(frozen=True)
class Sheet:
    """A plan in one language: facts as (label, value), services as (name, hours, beside), what is agreed."""

    language: str
    direction: str
    title: str
    facts: tuple[tuple[str, str], ...]
    goal_title: str
    goal: str
    services_title: str
    services: tuple[tuple[str, str, str], ...]
    total: str
    terms_title: str
    terms: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        """As plain values, for the typesetter."""
        return dict(vars(self))


def in_words(found: Shown, version: Version, language: str) -> Sheet:
    """A version of a plan in a language."""
    with override(language):
        rows = tuple(_service(row, language) for row in version.services)
        total = hours(sum(row.minutes for row in version.services))
        amounts = {
            "allowance": money(found.euros.allowance_cap_cents),
            "services": money(found.euros.services_cap_cents),
        }
        return Sheet(
            language=language,
            direction=typesetting.direction(language),
            title=gettext("Personal plan"),
            facts=tuple((label, value) for label, value in _facts(found, version, language) if value),
            goal_title=gettext("What I want to reach"),
            goal=found.plan.goal,
            services_title=gettext("What the plan holds"),
            services=rows,
            total=gettext("In all %(hours)s hours") % {"hours": total},
            terms_title=gettext("What we agree"),
            terms=tuple(gettext(text) % amounts for text in _TERMS),
        )


def languages_of(found: Shown) -> tuple[str, ...]:
    """Italian, and the person's own language where that is another."""
    own = found.plan.language
    return ("it",) if own == "it" else ("it", own)


def _facts(found: Shown, version: Version, language: str) -> list[tuple[str, str]]:
    plan, row = found.plan, version.row
    manager = plan.case_manager
    return [
        (gettext("Person"), found.person.name),
        (gettext("Code"), plan.code),
        (gettext("Measure"), in_language(plan.measure.titles, language)),
        (gettext("Project"), plan.project.title),
        (gettext("First day"), shown(plan.starts_on)),
        (gettext("Last day"), shown(last_day(version.ends_on))),
        (gettext("Case manager"), (manager.name or manager.username) if manager else ""),
        (gettext("Version"), str(row.number)),
        (gettext("It holds from"), shown(row.starts_on) if row.number > 1 else ""),
        (gettext("Why it changes"), row.reason),
    ]


def _service(row: Any, language: str) -> tuple[str, str, str]:
    days = ""
    if row.starts_on or row.ends_on:
        first = shown(row.starts_on) if row.starts_on else "…"
        last = shown(last_day(row.ends_on)) if row.ends_on else "…"
        days = f"{first} – {last}"
    beside = [
        gettext(BLOCKS[row.service.block]),
        row.deliverer.name if row.deliverer else "",
        row.calendar,
        days,
    ]
    name = in_language(row.service.names, language)
    return name, hours(row.minutes), " · ".join(part for part in beside if part)
