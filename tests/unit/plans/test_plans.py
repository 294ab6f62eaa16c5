"""States and acts of a plan, what a version may hold, who may sign: the figures of docs/rules/plans.md."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from campanello.people.rules.person import TooLong
from campanello.plans.rules import catalogue, plans, signing, versions
from campanello.plans.rules.plans import Act, Limits, NewAct, Standing, State
from campanello.plans.rules.signing import Adult, NewSignature
from campanello.plans.rules.versions import Planned

LIMITS = Limits(
    block_minutes={"orientation": 18 * 60, "consolidation": 124 * 60}, service_hours=1000, months=60
)
TODAY = date(2026, 3, 2)
ACTIVE = Standing(
    State.ACTIVE, date(2026, 1, 7), date(2027, 1, 7), signed_on=date(2026, 1, 5), last_act_on=date(2026, 1, 7)
)
WHY = {"reason": "Illness"}
# The act, the standing but for this, and the code of the refusal; none where the act is made.
ACTS: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "an active plan is suspended with a reason": ({"kind": Act.SUSPEND, **WHY}, {}, ""),
    "without a reason it is not": ({"kind": Act.SUSPEND}, {}, "plans.act-without-reason"),
    "a draft does not start": ({"kind": Act.START}, {"state": State.DRAFT}, "plans.act-not-now"),
    "a signed plan starts on its first day": (
        {"kind": Act.START, "on": date(2026, 1, 7)},
        {"state": State.SIGNED, "last_act_on": date(2026, 1, 5)},
        "",
    ),
    "and not the day before": (
        {"kind": Act.START, "on": date(2026, 1, 6)},
        {"state": State.SIGNED, "last_act_on": date(2026, 1, 5)},
        "plans.starts-later",
    ),
    "an act of the day of the last one follows it": ({"kind": Act.COMPLETE, "on": date(2026, 1, 7)}, {}, ""),
    "an act of the day before comes too early": (
        {"kind": Act.COMPLETE, "on": date(2026, 1, 6)},
        {},
        "plans.act-out-of-order",
    ),
    "an act of tomorrow has not come": (
        {"kind": Act.COMPLETE, "on": date(2026, 3, 3)},
        {},
        "plans.act-in-the-future",
    ),
    "an extension names a later end": (
        {"kind": Act.EXTEND, "ends_on": date(2027, 2, 1), **WHY},
        {},
        "",
    ),
    "the same end is no extension": (
        {"kind": Act.EXTEND, "ends_on": date(2027, 1, 7), **WHY},
        {},
        "plans.end-not-later",
    ),
    "sixty months are the most": ({"kind": Act.EXTEND, "ends_on": date(2031, 1, 7), **WHY}, {}, ""),
    "sixty months and a day are too many": (
        {"kind": Act.EXTEND, "ends_on": date(2031, 1, 8), **WHY},
        {},
        "plans.too-long",
    ),
    "a closed plan refuses": (
        {"kind": Act.RESUME},
        {"state": State.WITHDRAWN, "closed_on": date(2026, 2, 1)},
        "plans.closed",
    ),
    "a draft is withdrawn": ({"kind": Act.WITHDRAW, **WHY}, {"state": State.DRAFT, "last_act_on": None}, ""),
}


@pytest.mark.parametrize(("act", "but", "code"), ACTS.values(), ids=ACTS)
def test_acts_are_made_in_their_state_and_in_order(
    act: dict[str, Any], but: dict[str, Any], code: str
) -> None:
    told = NewAct(**{"on": TODAY} | act)
    refused = plans.why_not_act(replace(ACTIVE, **but), told, today=TODAY, limits=LIMITS)
    assert (refused.code if refused else "") == code


def test_every_state_has_its_acts_and_a_closed_one_none() -> None:
    assert plans.possible_acts(ACTIVE) == (Act.SUSPEND, Act.EXTEND, Act.COMPLETE, Act.WITHDRAW, Act.REVOKE)
    assert plans.possible_acts(replace(ACTIVE, state=State.SUSPENDED)) == (
        Act.RESUME,
        Act.WITHDRAW,
        Act.REVOKE,
    )
    for state in State:
        assert bool(plans.TRANSITIONS[state]) == (state not in plans.CLOSED)


def test_a_plan_that_was_extended_is_so_again_after_a_pause() -> None:
    paused = replace(ACTIVE, state=State.SUSPENDED)
    assert plans.after(paused, Act.RESUME) is State.ACTIVE
    assert plans.after(replace(paused, was_extended=True), Act.RESUME) is State.EXTENDED


HELD = [Planned(1, "orientation", 10 * 60), Planned(2, "consolidation", 100 * 60)]
CONTAINED = {
    "eight more hours fill the eighteen of orientation": ("orientation", 480, ""),
    "a minute more is too long": ("orientation", 481, "plans.block-full"),
    "consolidation has room for twenty-four hours": ("consolidation", 24 * 60, ""),
    "and for no minute more": ("consolidation", 24 * 60 + 1, "plans.block-full"),
    "other services have no limit of their block": ("other", 900 * 60, ""),
    "a service takes time": ("base", 0, "plans.too-many-hours"),
    "but not more than a thousand hours": ("other", 60_001, "plans.too-many-hours"),
}


@pytest.mark.parametrize(("block", "minutes", "code"), CONTAINED.values(), ids=CONTAINED)
def test_blocks_hold_what_they_may(block: str, minutes: int, code: str) -> None:
    refused = versions.why_not_contain(HELD, Planned(3, block, minutes), LIMITS)
    assert (refused.code if refused else "") == code


def test_the_refusal_says_how_much_room_is_left() -> None:
    refused = versions.why_not_contain(HELD, Planned(3, "orientation", 600), LIMITS)
    assert refused
    assert (refused.facts["planned"], refused.facts["most"], refused.facts["left"]) == (
        "20:00",
        "18:00",
        "8:00",
    )


DAYS = {
    "within the plan": (date(2026, 2, 1), date(2026, 3, 1), ""),
    "as long as the plan": (None, None, ""),
    "before it": (date(2026, 1, 6), date(2026, 3, 1), "plans.service-outside-the-plan"),
    "after it": (None, date(2027, 1, 8), "plans.service-outside-the-plan"),
    "backwards": (date(2026, 3, 1), date(2026, 3, 1), "plans.ends-before-it-starts"),
}


@pytest.mark.parametrize(("first", "end", "code"), DAYS.values(), ids=DAYS)
def test_a_service_is_held_while_the_plan_runs(first: date | None, end: date | None, code: str) -> None:
    planned = Planned(1, "base", 60, first, end)
    refused = versions.why_not_service_days(planned, ACTIVE.starts_on, ACTIVE.ends_on)
    assert (refused.code if refused else "") == code


def test_days_that_are_backwards_are_no_plan() -> None:
    refused = plans.why_not_days(TODAY, TODAY, LIMITS)
    assert refused
    assert refused.code == "plans.ends-before-it-starts"
    assert plans.why_not_days(date(2026, 3, 2), date(2026, 3, 3), LIMITS) is None


def test_a_text_that_does_not_fit_is_not_cut() -> None:
    assert plans.fitting("goal", "  a  job ") == "a job"
    with pytest.raises(TooLong):
        plans.fitting("number", "x" * 61)


def test_only_an_eligible_application_of_somebody_leads_to_a_plan() -> None:
    assert plans.why_not_draft("eligible", has_person=True) is None
    for state, has_person in (("eligible", False), ("pending", True)):
        assert plans.why_not_draft(state, has_person=has_person)


DRAFT = replace(ACTIVE, state=State.DRAFT, starts_on=TODAY, signed_on=None, last_act_on=None)
SIGNED: dict[str, tuple[dict[str, Any], str]] = {
    "on the birthday of eighteen one signs": ({"born_on": date(2008, 3, 2)}, ""),
    "the day before one does not": ({"born_on": date(2008, 3, 3)}, "plans.under-age"),
    "nobody signs whose birth is not known": ({"born_on": None}, "plans.birth-unknown"),
    "who was born on 29 February is of age on 1 March": ({"born_on": date(2008, 2, 29)}, ""),
    "nobody signs an empty plan": ({"services": 0}, "plans.no-services"),
    "a plan does not hold from before its signature": (
        {"holds_from": date(2026, 3, 1)},
        "plans.signed-after-start",
    ),
    "nor is it signed tomorrow": ({"on": date(2026, 3, 3)}, "plans.act-in-the-future"),
}


@pytest.mark.parametrize(("but", "code"), SIGNED.values(), ids=SIGNED)
def test_who_may_sign_and_when(but: dict[str, Any], code: str) -> None:
    given = {"born_on": date(1980, 1, 1), "services": 1, "holds_from": TODAY, "on": TODAY} | but
    refused = signing.why_not_sign(
        DRAFT,
        NewSignature("person", "paper", given["on"], is_in_folder=True),
        adult=Adult(given["born_on"], 18),
        holds_from=given["holds_from"],
        services=given["services"],
        today=TODAY,
    )
    assert (refused.code if refused else "") == code


def test_the_refusal_says_when_one_is_of_age_also_to_who_was_born_on_29_february() -> None:
    refused = signing.why_not_of_age(Adult(date(2012, 2, 29), 18), TODAY)
    assert refused
    assert (refused.facts["years"], refused.facts["birthday"]) == (14, "01/03/2030")


LINE = [[[10 * x, 20] for x in range(10)]]
GIVEN: dict[str, tuple[dict[str, Any], str]] = {
    "a line that was drawn": ({"strokes": LINE}, ""),
    "the box and the name, in any order and case": ({"has_agreed": True, "typed": "ESEMPIO rosa"}, ""),
    "the name without the box": ({"typed": "Rosa Esempio"}, "plans.not-signed"),
    "the box with another name": ({"has_agreed": True, "typed": "Rosa"}, "plans.not-signed"),
    "a dot is no drawing": ({"strokes": [[[1, 1]]]}, "plans.bad-strokes"),
    "a point beside the pad": ({"strokes": [LINE[0] + [[601, 20]]]}, "plans.bad-strokes"),
    "no points at all": ({"strokes": {"a": 1}}, "plans.bad-strokes"),
    "a drawing of yesterday": ({"strokes": LINE, "on": date(2026, 3, 1)}, "plans.screen-is-today"),
    "on paper of yesterday, in the folder": (
        {"how": "paper", "on": date(2026, 3, 1), "is_in_folder": True},
        "",
    ),
    "on paper that is nowhere": ({"how": "paper"}, "plans.paper-missing"),
    "on paper of tomorrow": (
        {"how": "paper", "on": date(2026, 3, 3), "is_in_folder": True},
        "plans.act-in-the-future",
    ),
}


@pytest.mark.parametrize(("but", "code"), GIVEN.values(), ids=GIVEN)
def test_what_is_a_signature(but: dict[str, Any], code: str) -> None:
    signature = NewSignature(**{"by": "person", "how": "screen", "on": TODAY} | but)
    refused = signing.why_not_signature(signature, name="Rosa Esempio", today=TODAY)
    assert (refused.code if refused else "") == code


def test_nobody_without_a_name_signs_by_an_empty_one() -> None:
    signature = NewSignature("person", "screen", TODAY, has_agreed=True, typed=" ")
    assert signing.why_not_signature(signature, name="", today=TODAY)


def test_what_is_signed_has_one_fingerprint_whatever_the_order_and_another_for_each_change() -> None:
    one = signing.fingerprint({"a": 1, "b": "è"})
    assert one == signing.fingerprint({"b": "è", "a": 1})
    assert one != signing.fingerprint({"a": 1, "b": "e"})
    assert len(one) == 64


AMENDED: dict[str, tuple[dict[str, Any], str]] = {
    "a signed version, with a reason": ({}, ""),
    "a draft that one side has signed": ({"state": State.DRAFT}, ""),
    "a version that nobody has signed": ({"has_signature": False}, "plans.version-open"),
    "without a reason": ({"reason": ""}, "plans.amendment-without-reason"),
    "from before the plan": ({"starts_on": date(2026, 1, 6)}, "plans.service-outside-the-plan"),
    "from after the plan": ({"starts_on": date(2027, 1, 7)}, "plans.service-outside-the-plan"),
    "a closed plan": ({"state": State.REVOKED, "closed_on": TODAY}, "plans.closed"),
}


@pytest.mark.parametrize(("but", "code"), AMENDED.values(), ids=AMENDED)
def test_when_a_new_version_is_begun(but: dict[str, Any], code: str) -> None:
    given = {
        "has_signature": True,
        "reason": "More hours",
        "starts_on": TODAY,
        "state": State.ACTIVE,
        "closed_on": None,
    }
    given |= but
    standing = replace(ACTIVE, state=given["state"], closed_on=given["closed_on"])
    refused = versions.why_not_amend(
        standing,
        1,
        has_signature=given["has_signature"],
        reason=given["reason"],
        starts_on=given["starts_on"],
    )
    assert (refused.code if refused else "") == code


def test_two_versions_are_compared_service_by_service() -> None:
    kept, longer = versions.Held("a", 60), versions.Held("b", 60)
    found = versions.changes([kept, longer, versions.Held("c", 60)], [kept, replace(longer, minutes=90)])
    assert [(one.code, one.after and one.after.minutes) for one in found] == [("b", 90), ("c", None)]
    assert versions.changes([], [kept])[0].before is None


def test_plans_are_numbered_under_their_measure() -> None:
    assert versions.plan_code("lorenteggio", 12) == "PIP-LORENTEGGIO-00012"
    assert len(versions.plan_code("x" * 40, 12)) <= 40
    assert versions.why_not_edit(1, has_signature=False) is None
    assert versions.why_not_edit(1, has_signature=True)


def test_an_hour_is_worth_what_the_latest_value_says_that_has_begun() -> None:
    values = [catalogue.HourlyValue(1000, date(2026, 1, 1)), catalogue.HourlyValue(1200, date(2026, 3, 1))]
    worth = {day: catalogue.value_on(values, day) for day in (date(2025, 12, 31), date(2026, 2, 28), TODAY)}
    assert [one and one.hourly_cents for one in worth.values()] == [None, 1000, 1200]


def test_what_a_service_of_the_catalogue_must_be() -> None:
    assert catalogue.checked_names({"it": " Orientamento ", "en": "", "xx": "no"}) == {"it": "Orientamento"}
    with pytest.raises(catalogue.NoItalianName):
        catalogue.checked_names({"en": "Guidance"})
    with pytest.raises(catalogue.NameTooLong):
        catalogue.checked_names({"it": "x" * 161})
    assert catalogue.why_not_bear("base", bears_allowance=True)
    assert catalogue.why_not_bear("other", bears_allowance=True) is None
    assert catalogue.why_not_put("x", is_offered=False, is_there=False)
    assert catalogue.why_not_put("x", is_offered=False, is_there=True) is None
    assert catalogue.why_not_rename(signed_plans=2, is_other=True)
    assert catalogue.why_not_rename(signed_plans=2, is_other=False) is None
    for cents in (0, 50_001):
        assert catalogue.why_not_value(cents, "D.d.s. 1")
    assert catalogue.why_not_value(50_000, " ")
    assert catalogue.why_not_value(50_000, "D.d.s. 1") is None
    assert catalogue.why_not_drop_value(TODAY, signed_sessions=1)
    assert catalogue.why_not_drop_value(TODAY, signed_sessions=0) is None
    assert catalogue.in_language({"it": "Uno", "en": "One"}, "ur") == "Uno"
