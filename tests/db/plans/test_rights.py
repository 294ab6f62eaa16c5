"""The copy of a person's data has what plans know of them: each row once, nothing of anybody else."""

from datetime import UTC, datetime
from typing import Any

import pytest

from campanello.people.queries import rights
from campanello.plans.models import Payment
from campanello.staff.audit import labels
from tests.db.plans.everything import everything
from tests.db.plans.paying import OTHER_IBAN

pytestmark = pytest.mark.django_db
AT = datetime(2026, 4, 2, 9, tzinfo=UTC)
TABLES = (
    *("application", "applicationstep", "assessment", "attendance", "bankaccount", "candidacy"),
    *("commongoodwork", "contacttry", "dimensionscore", "document", "fact", "givenback", "goal", "jobfound"),
    *("pact", "pactparty", "pactreview", "pactterms", "payment", "paymentline", "plan", "planact"),
    *("planservice", "planversion", "purse", "requirementcheck", "result", "signature", "task"),
    *("teammember", "traineeship", "tutorvisit", "workwish"),
)


def test_the_copy_of_a_person_s_data_has_all_that_plans_know_each_row_once(
    settings: Any, tmp_path: Any
) -> None:
    settings.DATA_DIR = tmp_path
    one = everything()
    stranger = everything()
    tables = rights.all_data(one.w.proposer, one.rosa.uid, at=AT, format="json")["tables"]
    plans = {name.removeprefix("plans.") for name in tables if name.startswith("plans.")}
    assert plans == set(TABLES)
    assert {name: len(tables[f"plans.{name}"]) for name in ("payment", "goal", "pact", "pactterms")} == {
        "payment": 1,
        "goal": 1,
        "pact": 2,
        "pactterms": 4,
    }
    paid = Payment.objects.get(line__plan=one.plan)
    assert tables["plans.payment"][0]["cents"] == paid.cents
    assert tables["plans.bankaccount"][0]["iban"] == OTHER_IBAN
    assert tables["plans.pactterms"][0]["gives"] == "Due ore a settimana"
    assert {row["person"] for row in tables["plans.pactparty"]} == {rights.ONESELF}
    assert stranger.plan.code not in str(tables)


def test_what_is_on_paper_most_of_has_a_name_there() -> None:
    named = {name.removeprefix("plans.") for name in labels.TABLES if name.startswith("plans.")}
    assert named < {*TABLES, "expected"}
    words = {table.removeprefix("plans.") for table, _column in labels.WORDS if table.startswith("plans.")}
    assert words < set(TABLES)
