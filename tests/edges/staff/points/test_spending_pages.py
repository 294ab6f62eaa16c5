"""The pages of what points are used for: figures before each deed, receipts after; debts for who may read them."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campanello.accounts.models import User
from campanello.core.edges import today
from campanello.core.models import AuditEntry
from campanello.points.models import Donation, Redemption, RentBudget
from campanello.points.queries.receipts import code_of
from tests.db.points.spending import Lunetta

pytestmark = pytest.mark.django_db
CODE = "LUNA-2346"


def browser(lunetta: Lunetta, role: str) -> Client:
    actor = lunetta.staff(role)
    User.objects.filter(pk=actor.user).update(language="en")
    client = Client(headers={"accept-language": "en"})
    client.force_login(User.objects.get(pk=actor.user))
    return client


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def asked(lunetta: Lunetta, points: Any, **more: Any) -> dict[str, Any]:
    debt = {"tenancy": lunetta.tenancy.uid, "creditor": lunetta.aler.pk}
    return {"uid": uuid4(), **debt, "points": points} | more


@pytest.fixture
def lunetta() -> Lunetta:
    cache.clear()
    return Lunetta()


def test_points_go_towards_the_rent_in_three_steps_and_once(lunetta):
    client, path = browser(lunetta, "case"), reverse("staff:redeem", args=[lunetta.account.uid])
    page = text_of(client.get(path))
    assert "<strong>900.50 EUR</strong>" in page
    assert 'max="200"' in page
    given = asked(lunetta, 150)
    shown = text_of(client.post(path, given))
    assert "150 points towards the rent?" in shown
    assert "<strong>750.50 EUR</strong>" in shown
    assert "<strong>50</strong>" in shown
    assert not Redemption.objects.exists()
    for _ in range(2):
        done = client.post(path, given | {"step": "send"})
        assert done["Location"] == reverse("staff:redemption", args=[given["uid"]])
    one = Redemption.objects.get()
    assert (one.points, one.with_staff) == (150, True)
    assert code_of(one.transfers.get()) in text_of(client.get(done["Location"]))
    assert AuditEntry.objects.filter(verb="points.redeemed").count() == 1


def test_all_that_helps_is_what_is_held_or_owed_and_too_many_is_refused_in_figures(lunetta):
    client, path = browser(lunetta, "case"), reverse("staff:redeem", args=[lunetta.account.uid])
    assert "200 points towards the rent?" in text_of(client.post(path, asked(lunetta, "", all="1")))
    refused = client.post(path, asked(lunetta, 201))
    assert refused.status_code == 422
    assert "You offered 201 points; 200 at most can go towards this debt now." in text_of(refused)
    sent = client.post(path, asked(lunetta, 201, step="send"))
    assert sent.status_code == 422
    assert client.post(path, asked(lunetta, "many")).status_code == 422
    assert not Redemption.objects.exists()


def test_the_desk_learns_how_many_points_help_and_not_what_is_owed(lunetta):
    client, path = browser(lunetta, "desk"), reverse("staff:redeem", args=[lunetta.account.uid])
    for page in (client.get(path), client.post(path, asked(lunetta, 150))):
        assert "900" not in text_of(page)
        assert "750.50" not in text_of(page)
    assert "150 points towards the rent?" in text_of(page)
    client.post(path, asked(lunetta, 150, step="send"))
    lunetta.owes(lunetta.tenancy, 15_033, on=today())
    page = text_of(client.get(path))
    assert "This debt takes no more points now." in page
    assert "0,33" not in page


def test_a_household_without_debt_is_told_what_to_do(lunetta):
    *_, account = lunetta.family("Luisa", 5)
    page = browser(lunetta, "case").get(reverse("staff:redeem", args=[account.uid]))
    assert "Ask the landlord for a statement" in text_of(page)


def test_what_was_asked_for_is_listed_filtered_exported_and_taken_back(lunetta):
    made, client = lunetta.redeem(150), browser(lunetta, "coordinator")
    page = text_of(client.get(reverse("staff:redemptions")))
    assert "150.00 EUR" in page
    assert lunetta.amina.name in page
    assert "No redemption is like that" in text_of(
        client.get(reverse("staff:redemptions") + "?state=settled")
    )
    table = client.get(reverse("staff:redemptions-csv") + "?state=asked").content.decode()
    assert table.splitlines()[1].split(";")[5:7] == ["150", "150,00"]
    back = reverse("staff:redemption-take-back", args=[made.uid])
    assert "The household holds 150 points more." in text_of(client.get(back))
    assert client.post(back, {"why": "Changed their mind"}).status_code == 302
    assert client.post(back, {}).status_code == 409
    assert lunetta.balance() == 200
    assert "Changed their mind" in text_of(client.get(reverse("staff:redemption", args=[made.uid])))


def test_a_gift_goes_by_code_and_the_page_tells_nothing_of_who_has_it(lunetta):
    luisa, _, hers = lunetta.family("Luisa", code=CODE)
    client, path = browser(lunetta, "desk"), reverse("staff:donate", args=[lunetta.account.uid])
    given = {"uid": uuid4(), "to": "household", "code": "luna 2346", "points": 30, "nothing_in_return": "on"}
    shown = text_of(client.post(path, given))
    assert "They go to the household that gave you this code." in shown
    assert luisa.family_name not in shown
    assert not Donation.objects.exists()
    for wrong in ({"code": "NONE-2346"}, {"code": ""}, {"points": 201}, {"nothing_in_return": ""}):
        refused = client.post(path, given | wrong | {"step": "send"})
        assert refused.status_code == 422, wrong
    for _ in range(2):
        done = client.post(path, given | {"step": "send"})
    receipt = text_of(client.get(done["Location"]))
    assert luisa.family_name not in receipt
    assert "the gift can be taken back" in receipt
    assert lunetta.balance(hers) == 30
    gift = Donation.objects.get()
    client.post(reverse("staff:donation-take-back", args=[gift.transfer.uid]))
    assert lunetta.balance() == 200
    page = text_of(client.get(reverse("staff:donations") + "?which=taken-back"))
    assert "1 gift<" in page
    assert lunetta.amina.family_name not in page


def test_the_pool_is_parted_in_figures_and_what_changed_meanwhile_is_shown_again(lunetta):
    desk, client = browser(lunetta, "desk"), browser(lunetta, "coordinator")
    _, home, other = lunetta.family("Luisa")
    lunetta.owes(lunetta.housed(home), 5_050)
    gift = {"uid": uuid4(), "to": "pool", "points": 100, "nothing_in_return": "on", "step": "send"}
    desk.post(reverse("staff:donate", args=[lunetta.account.uid]), gift)
    path = reverse("staff:pool-assign", args=[lunetta.project.code])
    assert "2 households owe" in text_of(client.get(path))
    given = {"uid": uuid4(), "points": 80, "why": "In need", "households": [lunetta.home.uid, home.uid]}
    assert client.post(path, given | {"why": ""}).status_code == 422
    shown = text_of(client.post(path, given))
    assert "80 points to 2 households?" in shown
    assert shown.count("<strong>40</strong>") == 2
    lunetta.award(other, 20)
    again = text_of(client.post(path, given | {"step": "send", "figures": figures_in(shown)}))
    assert "<strong>30</strong>" in again
    assert "<strong>50</strong>" in again
    assert lunetta.balance(other) == 20
    for _ in range(2):
        done = client.post(path, given | {"step": "send", "figures": figures_in(again)})
        assert done["Location"] == reverse("staff:donations")
    assert (lunetta.balance(other), lunetta.balance()) == (50, 150)
    assert Donation.objects.filter(is_assigned=True, why="In need").count() == 2


def figures_in(page: str) -> str:
    return page.split('name="figures" value="')[1].split('"', maxsplit=1)[0]


def test_money_is_set_aside_by_an_act_and_bounds_what_helps(lunetta):
    client = browser(lunetta, "coordinator")
    path = reverse("staff:rent-budget", args=[lunetta.project.code])
    given = {"cents": "120,50", "starts_on": today().isoformat(), "source": "Determina 7"}
    assert client.post(path, given | {"source": ""}).status_code == 422
    assert client.post(path, given | {"starts_on": "2020-01-01"}).status_code == 422
    assert client.post(path, given).status_code == 302
    assert client.post(path, given | {"cents": "1"}).status_code == 409
    assert RentBudget.objects.get().cents == 12_050
    assert "Left today: 120.50 EUR." in text_of(client.get(path))
    shown = browser(lunetta, "case").get(reverse("staff:redeem", args=[lunetta.account.uid]))
    assert 'max="120"' in text_of(shown)


def test_the_lists_take_as_many_queries_for_many_as_for_few(lunetta):
    client, counts = browser(lunetta, "coordinator"), []
    for size in (2, 8):
        for number in range(size):
            _, home, account = lunetta.family("Luisa", 20, code=f"{size}{number:07}")
            flat = lunetta.housed(home)
            lunetta.owes(flat, 50_000)
            actor = lunetta.staff()
            lunetta.redeem(10, actor, with_staff=True, account=account.uid, tenancy=flat.uid)
        counts.append(
            [_queries(client, name, lunetta) for name in ("redemptions", "donations", "pool-assign")]
        )
    assert counts[0] == counts[1]


def _queries(client: Client, name: str, lunetta: Lunetta) -> int:
    args = [lunetta.project.code] if name == "pool-assign" else []
    with CaptureQueriesContext(connection) as seen:
        assert client.get(reverse(f"staff:{name}", args=args)).status_code == 200
    return len(seen)


def test_a_program_sees_what_helps_redeems_and_gives_once_for_a_key(lunetta):
    client = browser(lunetta, "desk")
    base = f"/api/v1/points/accounts/{lunetta.account.uid}"
    told = client.get(f"{base}/standing").json()
    assert (told["spendable_points"], told["debts"][0]["open_cents"]) == (200, None)
    body = {"tenancy": told["debts"][0]["tenancy"], "creditor": told["debts"][0]["creditor"], "points": 50}
    sent = {"content_type": "application/json", "headers": {"idempotency-key": "redeem-01"}}
    first, again = (client.post(f"{base}/redemptions", body, **sent) for _ in range(2))
    assert (first.status_code, first.json()) == (201, again.json())
    assert Redemption.objects.get().uid == UUID(first.json()["uid"])
    over = client.post(
        f"{base}/redemptions", body | {"points": 151}, **sent | {"headers": {"idempotency-key": "redeem-02"}}
    )
    assert (over.status_code, over.json()["facts"]) == (422, {"offered": 151, "allowed": 150})
    lunetta.family("Luisa", code=CODE)
    gift = {"to": CODE, "points": 150, "nothing_in_return": True}
    key = {"content_type": "application/json", "headers": {"idempotency-key": "gift-0001"}}
    first, again = (client.post(f"{base}/gifts", gift, **key) for _ in range(2))
    assert (first.status_code, first.json()) == (201, again.json())
    assert lunetta.balance() == 0
    for _ in range(10):
        wrong = client.post(f"{base}/gifts", gift | {"to": "NONE-2346"}, **key)
        assert wrong.json()["type"].endswith("no-such-gift-code")
    assert client.post(f"{base}/gifts", gift, **key).json()["type"].endswith("too-many-wrong-codes")
