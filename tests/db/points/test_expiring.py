"""Points that lapse: told of first by letter, then gone, in order, once; never more than is held."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from campanello.core.actor import NOBODY
from campanello.letters.models import Letter
from campanello.people.models import Language
from campanello.points.models import Account, ExpiryNotice, Scheme, Transfer
from campanello.points.queries import expiring as queries
from campanello.points.rules.ledger import Move
from campanello.points.services import expiring as services
from campanello.points.services import ledger
from tests import factories, factories_points

pytestmark = pytest.mark.django_db
NIGHT = date(
    2026, 3, 10
)  # so that notices are for the first of June, and 24 months before are the first of June 2024
DAY = date(2026, 6, 1)
OLD, NEW = datetime(2024, 5, 31, 10, tzinfo=UTC), datetime(2024, 6, 1, 10, tzinfo=UTC)


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC)


def run(on: date) -> services.Done:
    return services.run(on=on, at=moment(on))


@pytest.fixture
def scheme() -> Scheme:
    return factories_points.scheme(name="PuntiLuna")


@pytest.fixture
def account(scheme: Scheme) -> Account:
    rosa = factories.person(scheme.project)
    Language.objects.create(person=rosa, code="fr", is_preferred=True)
    return factories_points.account(scheme.project, factories.household(rosa))


def leave(account: Account, points: int, at: datetime = NEW, kind: str = "donation") -> None:
    """Points that the household gave to the pool."""
    pool, _ = Account.objects.get_or_create(project=account.project, kind="pool", defaults={"opened_at": at})
    move = Move(services.uuid.uuid4(), account.pk, pool.pk, points, kind)
    ledger.post(actor=NOBODY, project=account.project_id, moves=[move], at=at)


def test_what_is_old_is_told_of_by_letter_and_lapses_on_the_day_told(account):
    factories_points.given(account, 40, at=OLD)
    factories_points.given(account, 25, at=NEW)
    leave(account, 30)

    told = run(NIGHT)

    notice = ExpiryNotice.objects.get()
    assert (notice.points, notice.expires_on, notice.told_on) == (10, DAY, NIGHT)
    assert (told.notices, told.told_points, told.lapsed_points) == (1, 10, 0)
    letter = Letter.objects.get()
    assert (letter.kind, letter.language) == ("expiry", "fr")
    assert "10" in letter.body
    assert "01/06/2026" in letter.title_it
    again = run(NIGHT + timedelta(days=1))
    assert (again.notices, Letter.objects.count()) == (0, 1)
    assert run(DAY - timedelta(days=1)).lapsed_points == 0
    assert run(DAY).lapsed_points == 10
    assert run(DAY).lapsed_points == 0
    account.refresh_from_db()
    assert account.balance == 25
    gone = Account.objects.get(project=account.project, kind="expired")
    assert (gone.balance, Transfer.objects.filter(kind="expiry").count()) == (10, 1)


def test_points_used_after_the_notice_do_not_lapse(account):
    factories_points.given(account, 40, at=OLD)
    run(NIGHT)
    leave(account, 33, at=moment(NIGHT))

    done = run(DAY)

    assert (done.lapsed_points, done.lapsed_accounts) == (7, 1)
    account.refresh_from_db()
    assert account.balance == 0


def test_a_second_notice_tells_of_what_grew_old_since_alone(account):
    factories_points.given(account, 10, at=OLD)
    factories_points.given(account, 5, at=NEW)
    run(NIGHT)

    run(date(2026, 4, 15))  # for the first of July

    notices = list(ExpiryNotice.objects.order_by("expires_on").values_list("points", "expires_on"))
    assert notices == [(10, DAY), (5, date(2026, 7, 1))]
    assert run(DAY).lapsed_points == 10
    assert run(date(2026, 7, 1)).lapsed_points == 5


def test_what_was_taken_back_counts_on_neither_side(account):
    factories_points.given(account, 10, at=OLD)
    mistake = factories_points.given(account, 6, at=NEW)
    issuer = Account.objects.get(pk=mistake.source_id)
    back = Move(services.uuid.uuid4(), account.pk, issuer.pk, 6, "reversal", reverses=mistake.pk)
    ledger.post(actor=NOBODY, project=account.project_id, moves=[back], at=NEW)

    run(NIGHT)

    assert ExpiryNotice.objects.get().points == 10


def test_where_nobody_can_be_told_nothing_lapses(scheme, account):
    empty = factories_points.account(scheme.project)
    factories_points.given(empty, 40, at=OLD)
    hidden = factories_points.account(
        scheme.project, factories.household(factories.person(scheme.project, restricted_at=OLD))
    )
    factories_points.given(hidden, 40, at=OLD)

    told = run(NIGHT)

    assert (told.notices, told.untold) == (0, 2)
    assert run(DAY).lapsed_points == 0
    assert services.would(on=DAY).lapsed_points == 0


def test_the_dry_run_says_what_the_run_then_does(account):
    factories_points.given(account, 40, at=OLD)

    first = services.would(on=NIGHT)

    assert (first.notices, first.told_points) == (1, 40)
    assert not ExpiryNotice.objects.exists()
    run(NIGHT)
    leave(account, 3, at=moment(NIGHT))
    assert services.would(on=DAY).lapsed_points == run(DAY).lapsed_points == 37


def test_points_that_never_lapse(account, tmp_path: Any, monkeypatch: pytest.MonkeyPatch):
    own = tmp_path / "parameters.csv"
    text = "name,value,unit,starts_on,ends_on,source\npoints.expire_months,0,months,2017-11-15,,test\n"
    own.write_text(text, encoding="utf-8")
    monkeypatch.setenv("CAMPANELLO_PARAMETERS", str(own))
    factories_points.given(account, 40, at=OLD)

    assert run(NIGHT) == services.Done()


def test_soon_is_what_is_left_of_the_next_notice(account):
    factories_points.given(account, 40, at=OLD)
    assert queries.soon(account, NIGHT) is None
    run(NIGHT)

    assert queries.soon(account, NIGHT) == queries.Soon(40, DAY, NIGHT)
    leave(account, 40, at=moment(NIGHT))
    account.refresh_from_db()
    assert queries.soon(account, NIGHT) is None


def test_finding_whom_to_tell_takes_as_many_queries_for_nine_households_as_for_three(
    scheme, account, django_assert_max_num_queries
):
    def find(households: int) -> int:
        for _ in range(households):
            home = factories.household(factories.person(scheme.project))
            factories_points.given(factories_points.account(scheme.project, home), 5, at=OLD)
        with django_assert_max_num_queries(8) as held:
            assert services.would(on=NIGHT).notices >= households
        return len(held)

    assert find(3) == find(6)
