"""Somebody with everything that plans know of a person is erased: no word stays, sums and days do."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from campanello.people.services import erasure
from campanello.plans.models import (
    ApplicationStep,
    Attendance,
    BankAccount,
    Fact,
    PactTerms,
    Payment,
    PaymentLine,
    PlanService,
    Purse,
    RequirementCheck,
)
from tests.db.people.test_erasure import whereabouts
from tests.db.plans.everything import MARK, Everything, everything
from tests.db.plans.paying import AT, OTHER_IBAN

pytestmark = pytest.mark.django_db
# The person's own row and keys for searching are told of in tests/db/people/test_erasure.py.
OTHERS = {"people.Person", "people.PersonWord", "people.PersonKey"}
TEXTS = frozenset(
    f"plans.{name}"
    for name in (
        *("Application", "ApplicationStep", "Assessment", "Attendance", "BankAccount", "Candidacy"),
        *(
            "CommonGoodWork",
            "ContactTry",
            "DimensionScore",
            "Document",
            "Fact",
            "GivenBack",
            "Goal",
            "JobFound",
        ),
        *(
            "Pact",
            "PactReview",
            "PactTerms",
            "Payment",
            "Plan",
            "PlanAct",
            "PlanService",
            "PlanVersion",
            "RequirementCheck",
        ),
        *("Result", "Signature", "Task", "TeamMember", "Traineeship", "TutorVisit"),
    )
)


@pytest.fixture
def one(settings: Any, tmp_path: Any) -> Everything:
    settings.DATA_DIR = tmp_path
    return everything()


def test_an_erased_person_leaves_sums_and_days_in_plans_and_not_a_word_or_an_account(
    one: Everything,
) -> None:
    assert whereabouts(MARK) - OTHERS == TEXTS
    assert whereabouts(OTHER_IBAN) == {"plans.BankAccount"}
    before = _figures(one)
    assert before["paid"] == [(40_00, date(2026, 3, 31), "paid")]
    done = erasure.erase(
        actor=one.w.proposer, uid=one.rosa.uid, typed=one.rosa.name, on=date(2026, 4, 2), at=AT
    )
    assert done.is_whole
    assert whereabouts(MARK, "Rosalba", OTHER_IBAN) == set()
    assert _figures(one) == before
    account = BankAccount.objects.get(person=one.rosa)
    assert (account.iban, account.holder, account.ends_on) == ("", "", date(2026, 3, 1))
    shared = PactTerms.objects.filter(pact__title__startswith="shared").order_by("number")
    assert list(shared.values_list("gives", "reason")) == [("Due ore a settimana", ""), ("…", "…")]


def _figures(one: Everything) -> dict[str, list[Any]]:
    marks = Attendance.objects.filter(plan=one.plan).order_by("pk")
    return {
        "paid": list(Payment.objects.values_list("cents", "value_on", "state")),
        "lines": list(PaymentLine.objects.values_list("due_cents", "counted_minutes", "frozen")),
        "purse": list(Purse.objects.filter(person=one.rosa).values_list("services_cents", "allowance_cents")),
        "marks": list(marks.values_list("on", "minutes", "is_replaced")),
        "checks": list(RequirementCheck.objects.values_list("outcome", "on", "requirement_set")),
        "facts": list(Fact.objects.values_list("name", "evidence", "on")),
    }


@pytest.mark.parametrize(
    ("model", "column"),
    [
        (ApplicationStep, "out_of_turn"),
        (Attendance, "reason"),
        (BankAccount, "iban"),
        (BankAccount, "holder"),
        (Fact, "value"),
        (Fact, "source"),
        (PactTerms, "gets"),
        (PactTerms, "gives"),
        (PlanService, "calendar"),
        (RequirementCheck, "results"),
    ],
    ids=lambda one: one if isinstance(one, str) else one.__name__,
)
def test_what_may_be_emptied_is_still_not_rewritten(
    one: Everything, model: type[models.Model], column: str
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        model._default_manager.exclude(**{column: ""}).update(**{column: "Altro"})
    assert whereabouts(MARK) - OTHERS == TEXTS
