"""What a doorbell says of who lives behind it."""

from datetime import date
from typing import Any

import pytest

from campanello.homes.rules import panel
from campanello.homes.rules.panel import BADGE_NAMES, Badge, Behind

DAY = date(2026, 3, 2)
SIXTY_FIVE_TODAY, SIXTY_FIVE_TOMORROW = date(1961, 3, 2), date(1961, 3, 3)
LET = {"state": "usable", "is_public": True, "tenure": "tenant", "is_known": True, "is_contacted": True}
BEHIND: dict[str, tuple[dict[str, Any], set[str]]] = {
    "a household that is known says nothing": ({}, set()),
    "a public dwelling without a tenancy is empty": ({"tenure": ""}, {"empty"}),
    "a private one is not recorded, which is not empty": (
        {"tenure": "", "is_public": False},
        {"not-recorded"},
    ),
    "an empty one with works says both": ({"tenure": "", "state": "works"}, {"empty", "works"}),
    "somebody may live in an unfit one": ({"state": "unfit"}, {"unfit"}),
    "alone at 65": ({"births": (SIXTY_FIVE_TODAY,)}, {"elderly-alone"}),
    "alone on the eve of 65": ({"births": (SIXTY_FIVE_TOMORROW,)}, set()),
    "two at 65 are not alone": ({"births": (SIXTY_FIVE_TODAY, SIXTY_FIVE_TODAY)}, set()),
    "alone at an age not recorded": ({"births": (None,)}, set()),
    "with somebody whose age isn't recorded": ({"births": (SIXTY_FIVE_TODAY, None)}, set()),
    "nobody of the household was met": ({"is_contacted": False}, {"never-contacted"}),
    "of people who are not the reader's nothing is said": (
        {"is_known": False, "is_contacted": False, "births": (SIXTY_FIVE_TODAY,)},
        set(),
    ),
    "a debt up to the limit": ({"band": "under"}, {"arrears-under"}),
    "a debt over the limit": ({"band": "over"}, {"arrears-over"}),
    "no debt": ({"band": "none"}, set()),
    "a debt is told to who may not see the people": (
        {"is_known": False, "is_contacted": False, "band": "over"},
        {"arrears-over"},
    ),
    "a shop is nobody's home": (
        {"tenure": "shopkeeper", "is_contacted": False, "births": (SIXTY_FIVE_TODAY,)},
        {"shop"},
    ),
    "who left their debt behind does not mark the empty dwelling": (
        {"tenure": "", "band": "over"},
        {"empty"},
    ),
}


@pytest.mark.parametrize(("given", "expected"), BEHIND.values(), ids=BEHIND)
def test_badges(given: dict[str, Any], expected: set[str]) -> None:
    assert set(panel.badges(Behind(**LET | given), elderly_age=65, on=DAY)) == expected


def test_every_badge_has_a_word() -> None:
    assert BADGE_NAMES.keys() == set(Badge)
    assert len(set(BADGE_NAMES.values())) == len(Badge)
