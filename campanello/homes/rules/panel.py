"""What a doorbell says of who lives behind it: its badges. Knows no table, and nothing that the reader may not see."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from campanello.core.errors import gettext_noop as _
from campanello.homes.rules import arrears
from campanello.homes.rules.tenancies import SHOPKEEPER
from campanello.people.rules import households


class Badge(StrEnum):
    """A sign on a doorbell, in the order of the legend."""

    EMPTY = "empty"
    NOT_RECORDED = "not-recorded"
    WORKS = "works"
    UNFIT = "unfit"
    SHOP = "shop"
    ELDERLY_ALONE = "elderly-alone"
    NEVER_CONTACTED = "never-contacted"
    ARREARS_UNDER = "arrears-under"
    ARREARS_OVER = "arrears-over"


BADGE_NAMES = {
    Badge.EMPTY: _("Empty"),
    Badge.NOT_RECORDED: _("Not recorded who lives there"),
    Badge.WORKS: _("Works under way"),
    Badge.UNFIT: _("Not fit to live in"),
    Badge.SHOP: _("Shop"),
    Badge.ELDERLY_ALONE: _("Elderly person alone"),
    Badge.NEVER_CONTACTED: _("Never contacted"),
    Badge.ARREARS_UNDER: _("Arrears up to the limit"),
    Badge.ARREARS_OVER: _("Arrears over the limit"),
}
OF_THE_STATE = {"works": Badge.WORKS, "unfit": Badge.UNFIT}
OF_THE_BAND = {arrears.UNDER: Badge.ARREARS_UNDER, arrears.OVER: Badge.ARREARS_OVER}


@dataclass(frozen=True)
class Behind:
    """What the reader may know of a dwelling and of who lives there.

    `is_known` says whether the household's people are the reader's to see; `births` are the members' birth days, None
    where one is not recorded; `band` is "" too where arrears are not the reader's to see.
    """

    state: str
    is_public: bool
    tenure: str = ""
    is_known: bool = False
    births: tuple[date | None, ...] = ()
    is_contacted: bool = False
    band: str = ""


def badges(behind: Behind, *, elderly_age: int, on: date) -> tuple[Badge, ...]:
    """The badges of a doorbell on a day.

    A dwelling of a public owner without a tenancy is empty; of a private one without, nobody has recorded who lives
    there, which is not the same.

    Source: FEATURES P, issue 3 (the doorbell panel).
    """
    found = []
    if not behind.tenure:
        found.append(Badge.EMPTY if behind.is_public else Badge.NOT_RECORDED)
    if behind.state in OF_THE_STATE:
        found.append(OF_THE_STATE[behind.state])
    if behind.tenure == SHOPKEEPER:
        found.append(Badge.SHOP)
    elif behind.tenure and behind.is_known:
        ages = households.ages(behind.births, on, adult_age=elderly_age, elderly_age=elderly_age)
        if ages.is_elderly_alone:
            found.append(Badge.ELDERLY_ALONE)
        if not behind.is_contacted:
            found.append(Badge.NEVER_CONTACTED)
    if behind.tenure and behind.band in OF_THE_BAND:
        found.append(OF_THE_BAND[behind.band])
    return tuple(found)
