"""The pages of payments, from the proposal to the bank's file: what each reader sees, and what leaves the system."""

import xml.etree.ElementTree as ET
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campanello.accounts.models import User
from campanello.core.edges import today
from campanello.core.models import AuditEntry
from campanello.core.pain import NAMESPACE
from campanello.plans.models import BankAccount, Payment, PaymentLine, PaymentRun
from tests import factories, factories_payments
from tests.db.plans import paying
from tests.working import work_off

pytestmark = pytest.mark.django_db
NAME = "Zuleika"


def browser(actor: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    User.objects.filter(pk=actor.user).update(language="en")
    client.force_login(User.objects.get(pk=actor.user))
    return client


def text_of(response: Any) -> str:
    return response.content.decode()


def told_in(client: Client, run: PaymentRun) -> dict[str, str]:
    """The amounts by identifier in the bank's file, which is the same each time and says nothing social."""
    url = reverse("staff:payment-order-file", args=[run.uid, 1])
    file = client.get(url).content
    assert file == client.get(url).content
    found = {"p": NAMESPACE}
    orders = ET.fromstring(file).findall(".//p:CdtTrfTxInf", found)
    assert {one.findtext(".//p:Ustrd", "", found)[:5] for one in orders} == {"Rif. "}
    assert b"PIP" not in file
    return {
        one.findtext(".//p:EndToEndId", "", found): one.findtext(".//p:InstdAmt", "", found) for one in orders
    }


def propose(client: Client, w: paying.World) -> PaymentRun:
    uid = uuid4()
    given = {"uid": str(uid), "project": w.project.pk, "through": "2026-03-31"}
    for _ in range(2):
        answer = client.post(reverse("staff:payment-run-new"), given)
        assert answer["Location"] == reverse("staff:payment-run", args=[uid])
    return PaymentRun.objects.get()


def test_a_run_from_the_proposal_to_the_bank_s_file_and_its_answers() -> None:
    w = paying.world()
    landlord = factories.organisation(name="ALER di prova")
    paying.account(organisation=landlord)
    plan = paying.plan(w, 180, person=factories.person(w.project, given_name=NAME))
    paying.pact(w, plan, landlord)
    paying.plan(w, 60, has_account=False)
    proposer, approver = browser(w.proposer), browser(w.approver)
    run = propose(proposer, w)
    url = reverse("staff:payment-run", args=[run.uid])
    assert "Make the run void" not in text_of(proposer.get(url))
    work_off()
    run.refresh_from_db()
    assert run.state == "proposed"
    page, nameless = text_of(proposer.get(url)), text_of(approver.get(url))
    assert NAME in page
    assert NAME not in nameless
    for told in (page, nameless):
        assert plan.code in told
        assert "30.00" in told
    assert "Approve" not in page
    assert proposer.post(reverse("staff:payment-run-approve", args=[run.uid])).status_code == 404
    given = {"version": run.version, "seal": run.lines_sha256}
    approve = reverse("staff:payment-run-approve", args=[run.uid])
    assert approver.post(approve, given | {"seal": "0" * 64}).status_code == 409
    assert approve in nameless
    assert approver.post(approve, given).status_code == 302
    told = approver.get(url)
    assert approve not in text_of(told), "what is approved is not offered for approval again"
    assert told.context["held_cents"] > 0, "what is held stays so when the rest is approved"
    order = reverse("staff:payment-run-order", args=[run.uid])
    assert proposer.get(reverse("staff:payment-order-file", args=[run.uid, 1])).status_code == 409
    assert proposer.post(order, {"pays_on": f"{today():%Y-%m-%d}"}).status_code == 302
    payments = Payment.objects.filter(run=run)
    assert told_in(proposer, run) == {one.uid.hex: f"{one.cents / 100:.2f}" for one in payments}
    assert AuditEntry.objects.filter(verb="plans.payment-order-exported", sort="export").count() == 2
    lost = payments.get(payee="landlord")
    rows = f"end_to_end_id;outcome;value_date;reason\n{lost.uid.hex};failed;{today()};AC04\n"
    table = SimpleUploadedFile("esiti.csv", rows.encode())
    assert (
        proposer.post(reverse("staff:payment-outcomes", args=[run.uid]), {"file": table}).status_code == 302
    )
    close = reverse("staff:payment-run-close", args=[run.uid])
    assert proposer.post(close, {"value_on": f"{today():%Y-%m-%d}"}).status_code == 302
    assert sorted(payments.values_list("state", "cents")) == [("failed", 1_000), ("paid", 2_000)]
    assert "ALER di prova" in text_of(proposer.get(reverse("staff:payment", args=[lost.uid])))
    assert "20.00" in text_of(proposer.get(reverse("staff:plan", args=[plan.uid])))


WRONG_TABLES = {
    "another run's payment": ("{other};paid;2026-03-31;", "Row 2"),
    "an outcome that there is not": ("{own};lost;2026-03-31;", "outcome"),
    "a day that is none": ("{own};paid;31/13/2026;", "value_date"),
    "a failure without a reason": ("{own};failed;2026-03-31;", "reason"),
    "a payment twice": ("{own};paid;2026-03-31;\n{own};paid;2026-03-31;", "same payment"),
}


@pytest.mark.parametrize(("rows", "said"), WRONG_TABLES.values(), ids=WRONG_TABLES)
def test_a_table_of_the_bank_s_is_refused_for(rows: str, said: str) -> None:
    w = paying.world()
    run = factories_payments.ordered_run(paying.plan(w, has_account=False, project=factories.project()))
    client = browser(factories.actor("coordinator", project=run.project))
    own = Payment.objects.filter(run=run).first()
    assert own is not None
    text = (
        "end_to_end_id;outcome;value_date;reason\n" + rows.format(own=own.uid.hex, other=uuid4().hex) + "\n"
    )
    url = reverse("staff:payment-outcomes", args=[run.uid])
    answer = client.post(url, {"file": SimpleUploadedFile("esiti.csv", text.encode())})
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert set(Payment.objects.values_list("state", flat=True)) == {"ordered"}


def test_an_account_is_recorded_with_what_is_doubtful_confirmed_and_masked_in_lists() -> None:
    w = paying.world()
    person = factories.person(w.project)
    client = browser(w.proposer)
    url = reverse("staff:person-account", args=[person.uid])
    given = {"holder": person.name, "starts_on": "2026-01-01"}
    for iban, said in {
        "IT60X0542811101000000123457": "check digits",
        "IT17T9999901600000000123456": "99999",
        "DE89370400440532013000": "not in Italy",
        "SA0380000000608010167519": "SEPA",
    }.items():
        answer = client.post(url, given | {"iban": iban})
        assert answer.status_code == 422
        assert said in text_of(answer)
    assert not BankAccount.objects.exists()
    assert (
        client.post(
            url, given | {"iban": "it17 t999 9901 6000 0000 0123 456", "is_confirmed": "on"}
        ).status_code
        == 302
    )
    made = BankAccount.objects.get()
    assert (made.iban, made.is_confirmed) == ("IT17T9999901600000000123456", True)
    answer = client.post(url, given | {"iban": paying.IBAN})
    assert answer.status_code == 409
    assert client.post(url, given | {"iban": paying.IBAN, "version": made.pk}).status_code == 302
    made.refresh_from_db()
    assert made.ends_on is not None
    assert BankAccount.objects.get(ends_on=None).iban == paying.IBAN
    assert not AuditEntry.objects.filter(facts__icontains="0542811101").exists()


def test_the_run_s_page_asks_as_much_of_the_database_for_many_lines_as_for_few() -> None:
    w = paying.world()
    client, counted = browser(w.proposer), []
    for number in (2, 12):
        for _ in range(number):
            paying.plan(w, 60)
        run = paying.proposed(w)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("staff:payment-run", args=[run.uid])).status_code == 200
        counted.append(len(queries))
        paying.closed(w, paying.ordered(w, paying.approved(w, run)))
    assert PaymentLine.objects.count() == 14
    assert counted[1] <= counted[0] + 1  # the run before is looked for, and found
