"""Who is in a household on a day, what may change in it, and how the registry's differs from the ISEE's."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from campanello.core.errors import Conflict, DomainError, Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.period import Period, completed_years

HEAD, REGISTRY, ISEE = "head", "registry", "isee"


class AlreadyInHousehold(Refused):
    """A person is in one household of a kind at a time."""

    code = "people.already-in-household"
    text = _(
        "This person is already in a household of this kind from %(starts_on)s. "
        "Let them leave it first, or say in the form that they leave it on the same day."
    )


class NotInHousehold(Refused):
    """Somebody can't leave, or have another role in, a household that they are not in on the day."""

    code = "people.not-in-household"
    text = _("On %(day)s this person is not in the household. Choose another day, or look at its history.")


class LaterEntries(Refused):
    """What was written for later days is not changed by what happens before."""

    code = "people.later-entries"
    text = _("There is an entry from %(starts_on)s on, later than %(day)s. Choose a day after that one.")


class NotYet(Refused):
    """What is to come is not a fact."""

    code = "people.household-not-yet"
    text = _("%(day)s has not come yet. Write it down when it has happened, or choose today.")


class BeforeBirth(Refused):
    """Nobody is in a household before they are born."""

    code = "people.household-before-birth"
    text = _(
        "The person was born on %(born_on)s, after %(day)s. Choose a later day, or correct the birth date."
    )


class NoHead(Refused):
    """A household with members has a reference person."""

    code = "people.household-without-head"
    text = _("On %(day)s the household would have no reference person. Choose who of those who stay is it.")


class TwoHeads(Refused):
    """A household has one reference person."""

    code = "people.household-with-two-heads"
    text = _(
        "On %(day)s the household would have %(heads)s reference persons. Choose another role for all but one."
    )


class EndsBeforeStart(Refused):
    """A time that is over ends after its first day, and not in the future."""

    code = "people.household-ends-before-start"
    text = _("The time from %(starts_on)s to %(ends_on)s has no day, or is not over yet. Choose a later end.")


class SamePersonTwice(Refused):
    """A person has one place in a household."""

    code = "people.same-person-twice"
    text = _("You chose one person twice, perhaps by a record that was merged. Choose each person once.")


class MembersOfOthers(Refused):
    """Who would be moved along is known to other projects alone."""

    code = "people.members-of-others"
    text = _(
        "%(hidden)s of the %(members)s members are known to other projects only, so this would move people "
        "whom you may not see. Move the others one by one, or ask a coordinator of that project."
    )


class ClosedHousehold(Refused):
    """Nothing happens any more in a household that was closed."""

    code = "people.household-closed"
    text = _(
        "This household was closed on %(closed_on)s. Open a new one for the people who live together now."
    )


class NobodyToSplit(Refused):
    """Some go and some stay; else nothing is split."""

    code = "people.household-not-split"
    text = _(
        "You chose %(leaving)s of %(members)s people. Choose at least one who goes, and leave at least one who stays."
    )


class SameHousehold(Refused):
    """Two households become one; one household is one already."""

    code = "people.same-household"
    text = _("Choose another open household of the same kind to join with this one.")


class StaleHousehold(Conflict):
    """Somebody else changed the household meanwhile; `theirs` holds its fields as they are now."""

    code = "people.stale-household"
    text = _(
        "A colleague changed this household while you were writing: you saw version %(yours)s, it is now "
        "version %(now)s. Look at what changed below, then decide again."
    )

    def __init__(self, *, yours: int, now: int, theirs: Mapping[str, object]) -> None:
        """Keep what the fields hold now, for the page to show beside what was sent."""
        super().__init__(yours=yours, now=now)
        self.theirs = dict(theirs)


@dataclass(frozen=True)
class Stay:
    """A person in a household from `starts_on` up to `ends_on`, which is out.

    `person` is who stands for the record, `row` the stored membership; `is_own` says whether the row is the
    person's own or one of a record that was merged into theirs, which nobody changes.
    """

    person: int
    household: int
    kind: str
    role: str
    starts_on: date
    ends_on: date | None
    row: int
    is_own: bool = True

    @property
    def period(self) -> Period:
        """The days."""
        return Period(self.starts_on, self.ends_on)


def why_not_enter(
    stays: Iterable[Stay], kind: str, days: Period, born_on: date | None, today: date
) -> Refused | None:
    """Why a person can't be in a household of a kind on some days, given where they are; None when they can."""
    start = days.starts_on or date.min
    if start > today:
        return NotYet(day=start)
    if days.ends_on and (days.is_empty or days.ends_on > today):
        return EndsBeforeStart(starts_on=start, ends_on=days.ends_on)
    if born_on and start < born_on:
        return BeforeBirth(born_on=born_on, day=start)
    taken = sorted(
        (s for s in stays if s.kind == kind and s.period.overlaps(days)), key=lambda s: s.starts_on
    )
    if not taken:
        return None
    first = taken[0]
    if first.starts_on > start:
        return LaterEntries(starts_on=first.starts_on, day=start)
    return AlreadyInHousehold(starts_on=first.starts_on)


def why_not_leave(stays: Iterable[Stay], household: int, kind: str, on: date, today: date) -> Refused | None:
    """Why a person's stay can't end on a day; None when it can. The day of arrival strikes the stay out."""
    if on > today:
        return NotYet(day=on)
    of_kind = [stay for stay in stays if stay.kind == kind]
    if not any(stay.household == household and on in stay.period for stay in of_kind):
        return NotInHousehold(day=on)
    later = min((stay.starts_on for stay in of_kind if stay.starts_on > on), default=None)
    return LaterEntries(starts_on=later, day=on) if later else None


def why_not_composed(stays: Iterable[Stay], household: int, from_day: date) -> Refused | None:
    """Why a household can't be so from a day on: on each day it has one reference person, or no member at all."""
    inside = [stay for stay in stays if stay.household == household]
    bounds = {day for stay in inside for day in (stay.starts_on, stay.ends_on) if day and day > from_day}
    for day in sorted({from_day, *bounds}):
        members = [stay for stay in inside if day in stay.period]
        heads = sum(stay.role == HEAD for stay in members)
        if members and not heads:
            return NoHead(day=day)
        if heads > 1:
            return TwoHeads(day=day, heads=heads)
    return None


def why_not_split(members: Iterable[int], leaving: Iterable[int]) -> Refused | None:
    """Why some of a household's members can't form one of their own; None when they can."""
    inside, chosen = set(members), set(leaving)
    if chosen and chosen < inside:
        return None
    return NobodyToSplit(leaving=len(chosen & inside), members=len(inside))


def why_not_join(
    one: int, other: int, kind: str, other_kind: str, other_closed_on: date | None
) -> Refused | None:
    """Why two households can't become one; None when they can."""
    return SameHousehold() if one == other or kind != other_kind or other_closed_on else None


@dataclass(frozen=True)
class Ages:
    """A household in figures on a day; `unknown` are those whose birth date is not known."""

    members: int
    children: int
    elderly: int
    unknown: int

    @property
    def is_elderly_alone(self) -> bool:
        """Whether one person lives there, who is elderly."""
        return self.members == 1 and self.elderly == 1


def ages(births: Iterable[date | None], on: date, *, adult_age: int, elderly_age: int) -> Ages:
    """A household in figures on a day.

    Args:
        births: Each member's birth date, None where it is not known.
        on: The day.
        adult_age: Completed years from which nobody is a child any more.
        elderly_age: Completed years from which somebody counts as elderly.
    """
    known = list(births)
    years = [completed_years(born_on, on) for born_on in known if born_on]
    return Ages(
        members=len(known),
        children=sum(age < adult_age for age in years),
        elderly=sum(age >= elderly_age for age in years),
        unknown=len(known) - len(years),
    )


@dataclass(frozen=True)
class Difference:
    """One person whom the registry's household and the ISEE's do not have alike, in a sentence with a hint."""

    person: int
    sentence: str
    hint: str = ""


ONLY_REGISTRY = _("Lives here for the registry, but is in no ISEE household.")
ONLY_ISEE = _("Is in the ISEE household, but does not live here for the registry.")
OTHER_ISEE = _("Lives here for the registry, but is in another ISEE household.")
HINT_PARTNER = _("This can be right: spouses are one ISEE household even at two addresses.")
HINT_CHILD = _(
    "This can be right: a child whom the parents maintain may be in their ISEE household and live elsewhere."
)
HINT_CARER = _("This can be right: a carer who lives in has an ISEE household of their own.")


def differences(registry: Mapping[int, str], isee: Sequence[Mapping[int, str]]) -> list[Difference]:
    """Member by member, how the registry's household and the ISEE's differ on a day; nothing when there is no ISEE.

    Args:
        registry: Who lives there for the registry, with their roles.
        isee: The ISEE households in which any of them is, each with its members and their roles; the one that
            has most of them in common is compared, the first of several.

    Source: DPCM 159/2013, art. 3.
    """
    if not isee:
        return []
    main = max(isee, key=lambda household: len(household.keys() & registry.keys()))
    elsewhere = {person for household in isee if household is not main for person in household}
    missing = [
        Difference(person, OTHER_ISEE if person in elsewhere else ONLY_REGISTRY, _hint(role))
        for person, role in registry.items()
        if person not in main
    ]
    added = [
        Difference(person, ONLY_ISEE, _hint(role)) for person, role in main.items() if person not in registry
    ]
    return missing + added


def _hint(role: str) -> str:
    return {"partner": HINT_PARTNER, "child": HINT_CHILD, "carer": HINT_CARER}.get(role, "")


def first_refusal(reasons: Iterable[DomainError | None]) -> DomainError | None:
    """The first reason of several; None when nothing speaks against."""
    return next((reason for reason in reasons if reason), None)
