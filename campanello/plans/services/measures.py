"""Makes and changes measures, and commits what they have: never more than the fund, whoever asks at once."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F

from campanello.core import audit
from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.language import LANGUAGES
from campanello.homes.rules.editing import ChangedMeanwhile, differences
from campanello.plans.models import Measure
from campanello.plans.queries import measures as queries
from campanello.plans.rules import funds
from campanello.plans.rules import measures as rules
from campanello.plans.rules.funds import Sums
from campanello.plans.rules.measures import NewMeasure

EDITED = (
    *("titles", "requirement_set", "opens_on", "closes_on", "is_public", "is_evaluated"),
    *("services_cents", "allowance_cents"),
)


@transaction.atomic
def make_measure(*, actor: Actor, project: int, measure: NewMeasure, sets: Collection[str]) -> Measure:
    """Make a measure in a project; sent twice with the same words, once.

    Raises:
        NotFound: The project is not one whose measures the actor sets.
        MeasureTaken, MeasureCode, MeasureUntitled, MeasureDays, NotInTheList, TooLong.
    """
    if project not in projects_with(actor, Right.SET_MEASURES):
        raise NotFound
    told = rules.checked(measure, sets)
    wanted = {name: getattr(told, name) for name in EDITED}
    made, is_new = Measure.objects.get_or_create(code=told.code, defaults={"project_id": project, **wanted})
    if not is_new and (made.project_id != project or _saved(made) != wanted):
        raise rules.MeasureTaken(code=told.code)
    if is_new:
        audit.record(actor, "plans.measure-made", made, project=project)
    return made


@transaction.atomic
def change_measure(
    *, actor: Actor, code: str, version: int, changes: Mapping[str, Any], sets: Collection[str]
) -> Measure:
    """Change what a measure says. Applications and checks that are there stay as they are.

    Args:
        actor: Who changes it.
        code: The measure's.
        version: Of the measure that the actor read.
        changes: Any of `EDITED`; of `titles` those languages that change.
        sets: The codes of the sets of requirements that there are.

    Raises:
        NotFound, NotYours, MeasureUntitled, MeasureDays, NotInTheList, TooLong.
        FundBelowCommitted: A fund would be smaller than what is committed of it.
        ChangedMeanwhile: Somebody else saved it since.
    """
    row = queries.measure(actor, code, lock=True)
    saved = _saved(row)
    given = saved | {name: changes[name] for name in EDITED if name in changes}
    given["titles"] = saved["titles"] | dict(changes.get("titles", {}))
    told = rules.checked(NewMeasure(code=row.code, **given), {*sets, row.requirement_set})
    wanted = {name: getattr(told, name) for name in EDITED}
    if wanted == saved:
        return row
    if version != row.version:
        raise ChangedMeanwhile(
            version=row.version, differences=differences(_by_title(saved), _by_title(wanted))
        )
    total = Sums(told.services_cents, told.allowance_cents)
    if refusal := funds.why_not_shrink(total, queries.fund_of(row).committed):
        raise refusal
    for name, value in wanted.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*EDITED, "version"])
    audit.record(
        actor, "plans.measure-changed", row, fields=[name for name in EDITED if wanted[name] != saved[name]]
    )
    return row


def hold(measure: int) -> Measure:
    """The measure, its row held for the rest of the transaction: numbers and funds are given one after the other."""
    return Measure.objects.select_for_update().get(pk=measure)


def commit_funds(measure: Measure, services_cents: int, allowance_cents: int) -> Measure:
    """Take from a measure's funds for a plan; in the caller's transaction, which leaves the line.

    Returns:
        The measure as it is now, held.

    Raises:
        FundSpent: One of the funds does not reach.
    """
    held, wanted = hold(measure.pk), Sums(services_cents, allowance_cents)
    if refusal := funds.why_not_commit(queries.fund_of(held), wanted):
        raise refusal
    return _moved(held, wanted)


def release_funds(measure: Measure, services_cents: int, allowance_cents: int) -> Measure:
    """Give back to a measure's funds what a plan did not or will not use; in the caller's transaction.

    Returns:
        The measure as it is now, held.

    Raises:
        MoreThanCommitted: That much was never taken.
    """
    held, back = hold(measure.pk), Sums(services_cents, allowance_cents)
    if refusal := funds.why_not_release(queries.fund_of(held), back):
        raise refusal
    return _moved(held, Sums() - back)


def _moved(held: Measure, by: Sums) -> Measure:
    held.committed_services_cents += by.services
    held.committed_allowance_cents += by.allowance
    # Added in the database, which SQLite's one writer and PostgreSQL's held row keep apart.
    Measure.objects.filter(pk=held.pk).update(
        committed_services_cents=F("committed_services_cents") + by.services,
        committed_allowance_cents=F("committed_allowance_cents") + by.allowance,
    )
    return held


def _by_title(values: Mapping[str, Any]) -> dict[str, Any]:
    """A measure's fields with each title by itself, so that two who wrote different ones are told which."""
    titles = {f"title_{language}": values["titles"].get(language, "") for language in LANGUAGES}
    return {**titles, **{name: value for name, value in values.items() if name != "titles"}}


def _saved(row: Measure) -> dict[str, Any]:
    return {name: getattr(row, name) for name in EDITED}
