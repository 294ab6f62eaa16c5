"""What a run pays of one plan, who may not approve, which accounts are refused: the figures of the page of rules."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campanello.core.errors import DomainError
from campanello.people.rules.humans import Account
from campanello.plans.rules import accounts
from campanello.plans.rules import payments as rules
from campanello.plans.rules.approving import why_not_approve
from campanello.plans.rules.payments import Line, Share, Standing, line

THIRD = Share(1, 3, 9)
PLAIN = Standing(allowance=30_000, before=0, room=200_000, fund=None)
CASES: dict[str, tuple[dict[str, Any], Line]] = {
    "all to the person without a pact": ({}, Line(to_person=30_000)),
    "a third to the landlord": ({"share": THIRD}, Line(20_000, 10_000, 9)),
    "the landlord's cent is rounded half up, the rest is the person's": (
        {"allowance": 50, "share": Share(1, 4, 9)},
        Line(37, 13, 9),
    ),
    "a share of nothing pays no landlord": ({"share": Share(0, 1, 9)}, Line(to_person=30_000)),
    "only what came since the last run": ({"before": 25_000}, Line(to_person=5_000)),
    "nothing new, nothing said": ({"before": 30_000}, Line()),
    "too much was paid: carried": ({"before": 32_500}, Line(over=2_500, why="plans.overpaid")),
    "up to the person's room": ({"room": 12_345}, Line(to_person=12_345, capped=("allowance",))),
    "no room at all": ({"room": 0}, Line(why="plans.cap-reached", capped=("allowance",))),
    "a cap that was lowered takes nothing back": (
        {"room": -500},
        Line(why="plans.cap-reached", capped=("allowance",)),
    ),
    "up to what was committed": ({"fund": 10_000}, Line(to_person=10_000, capped=("fund",))),
    "the fund is used up": ({"fund": 0}, Line(why="plans.fund-ended", capped=("fund",))),
    "held, and how much": (
        {"hold": "plans.plan-suspended", "room": 9_000},
        Line(held=9_000, why="plans.plan-suspended", capped=("allowance",)),
    ),
    "nothing due is not held": ({"hold": "plans.plan-suspended", "before": 30_000}, Line()),
    "the landlord's payment that failed goes to the landlord again, the new part is split": (
        {"before": 17_000, "lost_landlord": 10_000, "lost_creditor": 9, "share": THIRD},
        Line(2_000, 11_000, 9),
    ),
    "the person's payment that came back goes to the person again": (
        {"before": 10_000, "lost_person": 20_000, "share": THIRD},
        Line(to_person=20_000),
    ),
    "what failed goes to the old landlord where the pact has ended": (
        {"before": 20_000, "lost_landlord": 10_000, "lost_creditor": 7},
        Line(0, 10_000, 7),
    ),
}


@pytest.mark.parametrize(("but", "wanted"), CASES.values(), ids=CASES)
def test_line(but: dict[str, Any], wanted: Line) -> None:
    assert line(replace(PLAIN, **but)) == wanted


CENTS = st.integers(0, 400_000)


@given(
    st.builds(
        Standing,
        allowance=CENTS,
        before=CENTS,
        room=st.integers(-1_000, 200_000),
        fund=st.none() | CENTS,
        share=st.none() | st.builds(Share, st.integers(0, 7), st.just(7), st.just(9)),
        lost_person=CENTS,
        lost_landlord=CENTS,
        lost_creditor=st.just(9),
        hold=st.sampled_from(["", "plans.no-account"]),
    )
)
def test_never_more_than_is_due_the_room_and_the_fund(it: Standing) -> None:
    told = line(it)
    assert 0 <= told.due <= max(0, it.allowance - it.before)
    assert told.due <= max(0, it.room)
    assert it.fund is None or told.due <= it.fund
    assert min(told.to_person, told.to_landlord, told.held) >= 0
    assert not (told.due and told.why)


BY = Account(1, "Anna Verdi", "anna@example.org", None)
APPROVERS: dict[str, tuple[Account, bool, str | None]] = {
    "somebody else": (Account(2, "Petra Bando", "petra@example.org", None), False, None),
    "somebody else without an address": (Account(2, "Petra Bando", "", None), False, None),
    "the same account": (BY, False, "plans.same-approver"),
    "the same mailbox under a label": (
        Account(2, "P. B.", "Anna+capo@Example.org", None),
        False,
        "plans.same-human",
    ),
    "the same name with an accent, the other way round": (
        Account(2, "VÈRDI Anna", "x@example.org", None),
        False,
        "plans.same-human",
    ),
    "who also proposes in the project": (
        Account(2, "Petra Bando", "petra@example.org", None),
        True,
        "plans.roles-incompatible",
    ),
}


@pytest.mark.parametrize(("approver", "proposes_too", "code"), APPROVERS.values(), ids=APPROVERS)
def test_why_not_approve(approver: Account, proposes_too: bool, code: str | None) -> None:
    denial = why_not_approve(approver, BY, proposes_too=proposes_too, cents=123_450, plans=7)
    assert (denial.code if denial else None) == code
    if code in {"plans.same-human", "plans.same-approver"}:
        assert denial is not None
        assert denial.facts["total"] == "1.234,50 EUR"


def test_two_accounts_of_one_person_are_one_human() -> None:
    both = replace(BY, person=5), Account(2, "Petra Bando", "", 5)
    assert why_not_approve(*both, proposes_too=False, cents=1, plans=1) is not None


IBANS: dict[str, tuple[str, str]] = {
    "of a bank that is known": ("IT60 X054 2811 1010 0000 0123 456", ""),
    "copied with the word": ("iban: it60x0542811101000000123456", ""),
    "with a wrong digit": ("IT60X0542811101000000123457", "plans.iban-check-digits"),
    "whose CIN alone is wrong": ("IT65A0542811101000000123456", "plans.iban-check-digits"),
    "with a digit too few": ("IT60X054281110100000012345", "plans.iban-length"),
    "that is none": ("c/c 123456", "plans.no-iban"),
    "of no country": ("XX60X0542811101000000123456", "plans.no-iban"),
    "outside SEPA": ("SA0380000000608010167519", "plans.iban-outside-sepa"),
    "of a bank that closed": ("IT17T9999901600000000123456", "plans.bank-unknown"),
    "of a foreign bank": ("DE89370400440532013000", "plans.bank-abroad"),
}


@pytest.mark.parametrize(("written", "code"), IBANS.values(), ids=IBANS)
def test_iban(written: str, code: str) -> None:
    found = ""
    try:
        doubt = accounts.why_not_record(accounts.iban(written))
        found = doubt.code if doubt else ""
    except DomainError as error:
        found = error.code
    assert found == code


def test_a_number_is_masked_in_lists() -> None:
    assert accounts.masked("IT60X0542811101000000123456") == "IT60 … 3456"


def test_the_seal_breaks_when_a_line_changes_or_moves() -> None:
    def sealed(*rows: tuple[Any, ...]) -> str:
        seal = rules.Seal()
        for row in rows:
            seal.add(row)
        return seal.text()

    one, other = (1, 100, {"minutes": {"3": 60}}), (2, 200, {})
    assert sealed(one, other) == sealed(one, other)
    assert len({sealed(one, other), sealed(other, one), sealed(one), sealed((1, 101, one[2]), other)}) == 4
