"""Lets households move in and out: dated, one household a dwelling, one home a household, under a lock of both."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from campanello.core import audit, params
from campanello.core.access import NotFound, Right
from campanello.core.actor import Actor
from campanello.core.period import Period
from campanello.homes.models import Dwelling, Tenancy
from campanello.homes.queries import places
from campanello.homes.queries import tenancies as queries
from campanello.homes.rules import editing
from campanello.homes.rules import tenancies as rules
from campanello.people.models import Household, Person

WRITE = Right.WRITE_HOMES


@transaction.atomic
def start(  # noqa: PLR0913 (what a contract states)
    *,
    actor: Actor,
    dwelling: UUID,
    household: UUID,
    tenure: str,
    starts_on: date,
    on: date,
    ends_on: date | None = None,
    holder: UUID | None = None,
    code: str = "",
) -> Tenancy:
    """A household moves in.

    Args:
        actor: Who records it.
        dwelling: Where.
        household: Who.
        tenure: With which title, of `values.TENURES`.
        starts_on: The first day.
        on: Today.
        ends_on: The first day without, where it is known.
        holder: The member who holds the contract, where there is one.
        code: The contract's, as the landlord names it.

    Raises:
        NotFound, NotYours, NotAMember, CodeTaken, DwellingTaken, DwellingTakenOpen, HouseholdHoused,
        HouseholdHousedOpen, TenancyBeforeBuilding, TenancyTooFarAway, TenancyEndsTooSoon.
    """
    # Always the dwelling first, so that two who start at once wait for one another instead of both giving up.
    there = places.dwelling(actor, dwelling, right=WRITE, for_update=True)
    who = queries.household(actor, household, for_update=True)
    made = Tenancy(
        dwelling=there, household=who, tenure=tenure, starts_on=starts_on, ends_on=ends_on, code=code
    )
    made.holder = _holder(actor, who, holder, starts_on) if holder else None
    _check(made, there, who, on=on)
    made.save(force_insert=True)
    audit.record(actor, "homes.tenancy-started", made, person=made.holder_id, tenure=tenure)
    return made


@transaction.atomic
def end(*, actor: Actor, tenancy: UUID, version: int, ends_on: date, on: date) -> Tenancy:
    """A household moves out; `ends_on` is the first day without.

    Raises:
        NotFound, NotYours, ChangedMeanwhile, TenancyEnded, TenancyEndsTooSoon, TenancyTooFarAway.
    """
    held = _held(actor, tenancy, version, {"ends_on": ends_on})
    latest = _latest(on)
    if ends_on > latest:
        raise rules.TenancyTooFarAway(
            earliest=f"{held.starts_on:%d/%m/%Y}",
            latest=f"{latest:%d/%m/%Y}",
            starts_on=f"{ends_on:%d/%m/%Y}",
        )
    return _ended(actor, held, ends_on)


@transaction.atomic
def change_tenure(
    *, actor: Actor, tenancy: UUID, version: int, tenure: str, starts_on: date, on: date
) -> Tenancy:
    """From a day on the household lives there with another title; the days before keep theirs.

    Raises:
        NotFound, NotYours, ChangedMeanwhile, SameAgain, TenancyEnded, TenancyEndsTooSoon, TenancyTooFarAway.
    """
    held = _held(actor, tenancy, version, {"tenure": tenure})
    if tenure == held.tenure:
        raise rules.SameAgain
    return _followed(actor, held, starts_on, on=on, tenure=tenure, holder=held.holder)


@transaction.atomic
def transfer(
    *, actor: Actor, tenancy: UUID, version: int, holder: UUID, starts_on: date, on: date
) -> Tenancy:
    """From a day on another member of the household holds the contract; the debt stays the household's.

    Raises:
        NotFound, NotYours, ChangedMeanwhile, NotAMember, SameAgain, TenancyEnded, TenancyEndsTooSoon,
        TenancyTooFarAway.
    """
    held = _held(actor, tenancy, version, {"holder": holder})
    person = _holder(actor, held.household, holder, starts_on)
    if person.pk == held.holder_id:
        raise rules.SameAgain
    return _followed(actor, held, starts_on, on=on, tenure=held.tenure, holder=person)


def _held(actor: Actor, uid: UUID, version: int, wanted: dict[str, object]) -> Tenancy:
    """The tenancy as it is now that its dwelling and its household are locked."""
    seen = queries.tenancy(actor, uid, right=WRITE)
    places.dwelling(actor, seen.dwelling.uid, right=WRITE, for_update=True)
    Household.objects.select_for_update().get(pk=seen.household_id)
    held = queries.tenancy(actor, uid, right=WRITE)
    if held.version != version:
        saved = {
            "ends_on": held.ends_on,
            "tenure": held.tenure,
            "holder": held.holder.uid if held.holder else None,
        }
        differences = editing.differences(saved, wanted)
        raise editing.ChangedMeanwhile(version=held.version, differences=differences)
    return held


def _holder(actor: Actor, household: Household, uid: UUID, day: date) -> Person:
    person = queries.members(actor, household, on=day).filter(uid=uid).first()
    if person is None:
        if Person.objects.visible_to(actor).filter(uid=uid).exists():
            raise rules.NotAMember(day=f"{day:%d/%m/%Y}")
        raise NotFound
    return person


def _ended(actor: Actor, held: Tenancy, ends_on: date) -> Tenancy:
    if refusal := rules.why_not_end(Period(held.starts_on, held.ends_on), ends_on):
        raise refusal
    held.ends_on = ends_on
    held.version += 1
    held.save()
    audit.record(actor, "homes.tenancy-ended", held, person=held.holder_id)
    return held


def _followed(
    actor: Actor, held: Tenancy, starts_on: date, *, on: date, tenure: str, holder: Person | None
) -> Tenancy:
    """One tenancy ends and another of the same household in the same dwelling goes on from that day."""
    until, contract = held.ends_on, held.code
    _ended(actor, held, starts_on)
    if contract and tenure == held.tenure:
        # A contract's code is one tenancy's; it goes with the contract.
        Tenancy.objects.filter(pk=held.pk).update(code="")
    made = Tenancy(
        dwelling=held.dwelling,
        household=held.household,
        tenure=tenure,
        holder=holder,
        starts_on=starts_on,
        ends_on=until,
        code=contract if tenure == held.tenure else "",
    )
    _check(made, held.dwelling, held.household, on=on)
    made.save(force_insert=True)
    audit.record(actor, "homes.tenancy-followed", made, person=made.holder_id, tenure=tenure)
    return made


def _check(made: Tenancy, dwelling: Dwelling, household: Household, *, on: date) -> None:
    wanted = rules.Span(Period(made.starts_on, made.ends_on), made.tenure)
    refusal = rules.why_not_start(
        wanted,
        in_dwelling=queries.spans_in(dwelling),
        of_household=queries.spans_of(household),
        built_on=dwelling.building.built_on,
        latest=_latest(on),
    )
    if refusal:
        raise refusal
    if queries.is_code_taken(made.code):
        raise rules.CodeTaken(contract=made.code)


def _latest(on: date) -> date:
    return on + timedelta(days=params.value("homes.tenancy_ahead_days", on))
