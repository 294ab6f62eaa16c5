"""Reports are answered, handed on, corrected, chased and asked about; histories stay as they were written."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from campanello.core.access import NotFound
from campanello.core.actor import Role
from campanello.core.errors import DomainError
from campanello.core.models import AuditEntry
from campanello.lab.models import Report, ReportStep
from campanello.lab.queries import reports as queries
from campanello.lab.queries import reports_alike, reports_shown, templates
from campanello.lab.queries.reports import Wanted
from campanello.lab.rules.templates import Reply
from campanello.lab.services import photos, reports_answering, reports_retention
from campanello.lab.services import templates as reply_services
from campanello.people.models import Consent, Notice
from campanello.people.services import erasure
from tests import factories
from tests.db.lab.test_photos import picture
from tests.db.lab.towns import AT, Town
from tests.factories import LONG_AGO, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return Town()


def test_the_history_is_neither_changed_nor_deleted(town: Town) -> None:
    made = town.made()
    for deed in (
        lambda: made.steps.update(text="nothing happened"),
        lambda: made.steps.all().delete(),
        made.delete,
    ):
        with pytest.raises(DatabaseError, match="neither changed nor deleted"), transaction.atomic():
            deed()
    assert made.steps.count() == 2


def test_what_the_lab_writes_for_itself_an_officer_does_not_read(town: Town) -> None:
    made = town.made()
    for text, resident, owner in (
        ("for all", True, True),
        ("for colleagues", False, True),
        ("for the lab", False, False),
    ):
        reports_answering.answer_report(
            actor=town.desk,
            uid=made.uid,
            text=text,
            at=AT,
            is_for_resident=resident,
            is_for_owner=owner,
        )
    reports_answering.answer_report(
        actor=town.officer, uid=made.uid, text="ours", at=AT, is_for_resident=False, is_for_owner=False
    )

    def read(actor: Any) -> list[str]:
        page = reports_shown.report_page(actor, made.uid, on=TODAY)
        return [step.text for step in page.steps if step.text]

    assert read(town.desk) == ["for all", "for colleagues", "for the lab", "ours"]
    assert read(town.officer) == ["for all", "for colleagues", "ours"]
    made.refresh_from_db()
    assert made.first_answer_at == AT


def test_an_officer_reads_the_reporter_s_name_only_with_their_consent(town: Town) -> None:
    rosa = factories.person(town.project)
    made = town.made(reporter=rosa.uid)

    def seen() -> Any:
        return reports_shown.report_page(town.officer, made.uid, on=TODAY).reporter

    assert reports_shown.report_page(town.desk, made.uid, on=TODAY).reporter == rosa
    assert seen() is None
    notice = Notice.objects.create(kind="referral", version=9, starts_on=LONG_AGO, texts={"it": "Testo"})
    given = Consent.objects.create(
        person=rosa, purpose="referral", notice=notice, given_on=LONG_AGO, how="paper"
    )
    assert seen() == rosa
    assert AuditEntry.objects.filter(verb="lab.report-read", person=rosa.pk).count() == 2
    given.withdrawn_on = TODAY
    given.save()
    assert seen() is None


def test_a_report_is_handed_on_to_a_body_of_the_place_and_leaves_the_officer_s_sight(town: Town) -> None:
    made = town.made()
    stranger = factories.organisation()
    with pytest.raises(NotFound):
        reports_answering.hand_on(
            actor=town.officer, uid=made.uid, version=1, owner=stranger.pk, reason="theirs", at=AT
        )
    given = reports_answering.hand_on(
        actor=town.officer, uid=made.uid, version=1, owner=town.comune.pk, reason="the roof is theirs", at=AT
    )
    assert (given.owner, given.steps.last().why) == (town.comune, "told")
    with pytest.raises(NotFound):
        reports_shown.report_page(town.officer, made.uid, on=TODAY)


def test_another_kind_has_another_owner_and_is_never_public(town: Town) -> None:
    made = town.made(is_public_space=True)

    def edit(**changes: Any) -> Report:
        return reports_answering.edit_report(
            actor=town.desk, uid=made.uid, version=made.version, changes=changes, at=AT
        )

    with pytest.raises(DomainError, match="never public"):
        edit(kind="personal")
    changed = edit(kind="personal", is_public_space=False, priority="urgent")
    assert (changed.owner, changed.remind_on) == (town.project.lead, date(2026, 3, 3))


def test_reminders_are_counted_and_put_the_next_one_off(town: Town) -> None:
    made = town.made(priority="urgent")
    overdue = Wanted(is_overdue=True)
    assert [queries.counted(town.desk, overdue, on=day) for day in (TODAY, date(2026, 3, 3))] == [0, 1]
    later = datetime(2026, 3, 3, 9, tzinfo=UTC)
    reminded = reports_answering.remind(actor=town.desk, uid=made.uid, version=1, at=later)
    assert (reminded.reminders, reminded.remind_on) == (1, date(2026, 3, 4))
    closed = town.moved(made, "solved")
    with pytest.raises(DomainError, match="closed"):
        reports_answering.remind(actor=town.desk, uid=made.uid, version=closed.version, at=later)


@pytest.mark.parametrize(("answer", "state"), [("fixed", "solved"), ("not_fixed", "received")])
def test_four_weeks_later_it_is_asked_and_what_is_not_solved_opens_again(
    town: Town, answer: str, state: str
) -> None:
    solved = town.moved(town.made(), "solved")
    to_ask = Wanted(to_ask=True)
    assert [queries.counted(town.desk, to_ask, on=day) for day in (TODAY, date(2026, 3, 30))] == [0, 1]
    asked = reports_answering.follow_up(
        actor=town.desk, uid=solved.uid, version=solved.version, answer=answer, at=AT, text="Still dark"
    )
    assert (asked.state, asked.follow_up_answer, asked.follow_up_on) == (state, answer, None)
    assert queries.counted(town.desk, to_ask, on=date(2026, 3, 30)) == 0


def test_likely_duplicates_are_found_before_filing_open_or_closed_lately(town: Town) -> None:
    first = town.made(text="The lift stands still since Monday")
    old = town.made(text="Lift broken")
    closed = datetime(2025, 12, 1, tzinfo=UTC)
    Report.objects.filter(pk=old.pk).update(state="solved", closed_at=closed)
    new = town.told(text="lift does not move", dwelling=None, building=town.house.uid, stair="A")

    def found() -> list[str]:
        return [one.report.number for one in reports_alike.alike_to_new(town.desk, new, on=TODAY)]

    assert found() == [first.number]
    Report.objects.filter(pk=old.pk).update(closed_at=AT)
    assert found() == [old.number, first.number] or found() == [first.number, old.number]
    with pytest.raises(NotFound):
        reports_alike.alike_to_new(town.officer, new, on=TODAY)


def test_pages_follow_each_other_without_gap_or_repetition_in_every_order(town: Town) -> None:
    for priority in ("low", "urgent", "normal", "high", "normal"):
        town.made(priority=priority)
    for sort in queries.SORTS:
        seen, after = [], ""
        while True:
            page = queries.page(town.desk, Wanted(sort=sort), on=TODAY, after=after, size=2)
            seen += [one.number for one in page.reports]
            if not (after := page.next):
                break
        assert len(seen) == len(set(seen)) == 5, sort
    first = queries.page(town.desk, Wanted(sort="priority"), on=TODAY).reports[0]
    assert first.priority == "urgent"
    for odd in ("~", "x~1", "2026-01-01~1", "2026-01-01T00:00:00~9", "~" * 50, "1~" + "9" * 30):
        assert queries.page(town.desk, Wanted(), on=TODAY, after=odd).reports


FILTERS = {
    "its number": (Wanted(words="s-2026-00001"), 1),
    "its words in whatever capitals": (Wanted(words="LIFT"), 1),
    "an address": (Wanted(words="via esempio lift"), 1),
    "other words": (Wanted(words="garden"), 0),
    "open ones": (Wanted(state="open"), 1),
    "closed ones": (Wanted(state="closed"), 0),
    "another kind": (Wanted(kind="social"), 0),
    "another priority": (Wanted(priority="low"), 0),
    "mine": (Wanted(is_mine=True), 1),
    "another house": (Wanted(building=uuid4()), 0),
    "another owner": (Wanted(owner=987_654), 0),
}


@pytest.mark.parametrize(("wanted", "found"), FILTERS.values(), ids=FILTERS)
def test_what_a_list_is_asked_for(town: Town, wanted: Wanted, found: int) -> None:
    town.made()
    assert queries.counted(town.desk, wanted, on=TODAY) == found
    assert len(queries.export(town.officer, wanted, on=TODAY)) == (0 if wanted.is_mine else found)


def test_board_list_and_page_ask_as_often_for_many_as_for_few(town: Town) -> None:
    made = town.made()

    def asked() -> tuple[int, ...]:
        counts = []
        for look in (
            lambda: reports_shown.board(town.desk, Wanted(), on=TODAY),
            lambda: queries.page(town.desk, Wanted(), on=TODAY),
            lambda: reports_shown.report_page(town.desk, made.uid, on=TODAY),
        ):
            with CaptureQueriesContext(connection) as asked:
                look()
            counts.append(len(asked))
        return tuple(counts)

    def more(numbers: range) -> None:
        for number in numbers:
            state = ("received", "progress", "solved")[number % 3]
            closed = AT if state == "solved" else None
            other = factories.report(town.project, dwelling=town.flat, state=state, closed_at=closed)
            ReportStep.objects.create(report=made, at=AT, kind="note", text="again", by_id=town.desk.user)
            other.photos.create(path="x", sha256=str(number), width=1, height=1, added_at=AT)

    more(range(3))
    few = asked()
    more(range(3, 60))
    assert asked() == few
    assert few[0] <= 11


def test_retention_ends_old_reports_with_their_photos_and_history(
    town: Town, settings: Any, tmp_path: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.DATA_DIR = tmp_path
    old, other, fresh = town.made(), town.made(), town.made()
    photos.add_photo(actor=town.desk, uid=old.uid, content=picture(), at=AT)
    town.moved(old, "solved")
    town.moved(other, "duplicate", other=old.number)
    town.moved(fresh, "solved")
    Report.objects.filter(pk__in=[old.pk, other.pk]).update(closed_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert reports_retention.due(on=TODAY) == 2
    with django_capture_on_commit_callbacks(execute=True):
        assert reports_retention.remove_old_reports(on=TODAY) == 2
    assert list(Report.objects.all()) == [fresh]
    assert not list(tmp_path.rglob("*.jpg"))


def test_whoever_is_erased_goes_from_reports_texts_and_history(town: Town) -> None:
    rosa = factories.person(town.project, given_name="Rosalba", family_name="Esempietti")
    made = town.made(reporter=rosa.uid, text="Rosalba Esempietti has no light", kind="personal")
    reports_answering.answer_report(actor=town.desk, uid=made.uid, text="Dear Rosalba, tomorrow", at=AT)
    erasure.forget([rosa.pk], at=AT)
    made.refresh_from_db()
    assert made.reporter is None
    assert made.text == "… … has no light"
    assert "Rosalba" not in " ".join(step.text for step in made.steps.all())


def test_a_reply_of_one_s_own_stands_for_the_shipped_one_and_is_the_organisation_s_alone(town: Town) -> None:
    other = factories.actor(Role.LANDLORD, organisation=town.comune)
    shipped = templates.shipped()[0]
    assert all(set(one.texts) == {"it", "en", "fr", "ar", "ur", "es"} for one in templates.shipped())
    kept = reply_services.save_reply(
        actor=town.officer, reply=Reply(shipped.title, {"it": "Nostra", "xx": "?"})
    )
    mine = {one.title: one for one in templates.replies(town.officer)}
    theirs = {one.title: one for one in templates.replies(other)}
    assert mine[shipped.title].texts == {"it": "Nostra"}
    assert theirs[shipped.title] == shipped
    with pytest.raises(DomainError, match="already"):
        reply_services.save_reply(actor=town.officer, reply=Reply(shipped.title, {"it": "Nostra"}))
    with pytest.raises(NotFound):
        reply_services.save_reply(actor=other, reply=Reply("x", {"it": "x"}, key=kept.pk))
    with pytest.raises(NotFound):
        reply_services.delete_reply(actor=other, key=kept.pk)
    reply_services.delete_reply(actor=town.officer, key=kept.pk)
    assert templates.replies(town.officer) == templates.replies(other)
