"""The pages of letters, from a ready text to what became of each; and how a resident reads theirs."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campanello.core.actor import Actor, Role
from campanello.core.edges import today
from campanello.core.models import AuditEntry, Project
from campanello.letters.models import Batch, Letter, Template
from campanello.letters.queries.templates import shipped
from campanello.letters.rules.values import LANGUAGES
from campanello.letters.rules.writing import tidy, why_not_keep
from campanello.people.models import Language
from tests import factories
from tests.db.letters.test_letters import NOON, home, one
from tests.edges.staff.plans.test_payment_pages import browser, text_of
from tests.factories import TODAY
from tests.working import work_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def lab() -> Project:
    return factories.project()


@pytest.fixture
def case(lab: Project) -> Actor:
    return factories.actor(Role.CASE, project=lab)


def sent_form(client: Client, url: str) -> dict[str, Any]:
    """What a form would send as it stands."""
    form = client.get(url).context["form"]
    first = {one.html_name: choices[0][0] for one in form if (choices := getattr(one.field, "choices", []))}
    first.pop("buildings", None)
    return first | {one.html_name: value for one in form if (value := one.value()) not in (None, [])}


@pytest.mark.parametrize("ready", shipped(), ids=lambda one: one.code)
def test_a_ready_text_is_there_in_six_languages_with_known_places(ready: Any) -> None:
    assert set(ready.texts) == set(LANGUAGES)
    assert why_not_keep(tidy(ready.texts), TODAY) is None


def template(client: Client) -> Template:
    """The ready text about a debt, kept as it is."""
    new = reverse("staff:letter-text-new") + "?da=promemoria-debito"
    assert client.post(new, sent_form(client, new)).status_code == 302
    return Template.objects.get()


def test_a_ready_text_is_looked_at_before_it_is_kept_once(lab: Project, case: Actor) -> None:
    client = browser(case)
    new = reverse("staff:letter-text-new") + "?da=promemoria-debito"
    given = sent_form(client, new)
    shown = client.post(new, given | {"preview": "1"})
    assert "Via Esempio 12" in text_of(shown)
    assert not Template.objects.exists()
    wrong = client.post(new, given | {"body_it": "Ciao {cognome}"})
    assert wrong.status_code == 422
    assert "cognome" in text_of(wrong)
    for _ in range(2):
        assert client.post(new, given).status_code == 302
    text = Template.objects.get()
    url = reverse("staff:letter-text-example", args=[text.uid])
    assert client.get(url + "?lingua=ar").content[:4] == b"%PDF"
    url = reverse("staff:letter-text-change", args=[text.uid])
    client.post(url, sent_form(client, url) | {"title_it": "Il tuo affitto"})
    assert Template.objects.get(is_current=True).number == 2


def test_from_a_text_to_the_printed_letters(lab: Project, case: Actor) -> None:
    first, second = home(lab, 100_00), home(lab, 200_00)
    assert first.holder
    assert second.holder
    Language.objects.create(person=first.holder, code="ur", is_preferred=True)
    client = browser(case)
    text = template(client)
    url = reverse("staff:letter-batch-new", args=[text.uid])
    asked = sent_form(client, url) | {
        "whom": "homes",
        "arrears": "any",
        "ufficio": "via Roma 1",
        "protocol": "7",
    }
    assert client.post(url, asked | {"ufficio": ""}).status_code == 422
    page = reverse("staff:letter-batch", args=[asked["uid"]])
    assert client.post(url, asked)["Location"] == page
    draft = client.get(page)
    assert draft.context["count"] == 2
    assert first.holder.name in text_of(draft)
    keys = [first.holder.pk, second.holder.pk]
    url = reverse("staff:letter-batch-leave-out", args=[asked["uid"]])
    client.post(url, {"version": 1, "shown": keys, "out": [second.holder.pk]})
    assert client.get(page).context["count"] == 1
    client.post(reverse("staff:letter-batch-send", args=[asked["uid"]]), {"version": 2})
    assert "progress" in text_of(client.get(page))
    work_off()
    done = client.get(page)
    assert (done.context["figures"].letters, done.context["figures"].paper) == (1, 1)
    paper = client.get(reverse("staff:letter-batch-pdf", args=[asked["uid"], 1]) + "?solo=carta")
    assert paper.content[:4] == b"%PDF"
    assert client.get(reverse("staff:letter-batch-pdf", args=[asked["uid"], 2])).status_code == 404
    client.post(reverse("staff:letter-batch-printed", args=[asked["uid"]]))
    letter = Letter.objects.get()
    assert letter.printed_at
    assert letter.language == "ur"
    assert letter.protocol == "7"
    assert "100,00 EUR" in letter.body
    assert letter.body_it.startswith(f"Ciao {first.holder.name},")
    csv = text_of(client.get(reverse("staff:letters-csv")))
    assert first.holder.name in csv
    assert second.holder.name not in csv
    assert AuditEntry.objects.filter(verb="letters.letter-exported", person=first.holder.pk).count() == 1
    assert "Ciao" in text_of(client.get(reverse("staff:letter", args=[letter.uid])))
    assert letter.title_it in text_of(client.get(reverse("staff:person", args=[first.holder.uid])))


def test_a_resident_reads_their_letter_and_the_team_sees_it(lab: Project, case: Actor) -> None:
    person = factories.person(lab)
    Language.objects.create(person=person, code="ar", is_preferred=True)
    mine, other = one(case, lab, person), one(case, lab, factories.person(lab))
    resident = browser(factories.actor(Role.RESIDENT, user=factories.user(person=person.pk)))
    listed = resident.get(reverse("resident:letters"))
    assert listed.context["unread"] == 1
    assert mine.title in text_of(listed)
    assert resident.get(reverse("resident:letter", args=[other.uid])).status_code == 404
    opened = text_of(resident.get(reverse("resident:letter", args=[mine.uid])))
    assert 'dir="rtl"' in opened
    assert mine.body_it in opened
    assert mine.body in opened
    assert resident.get(reverse("resident:letter-pdf", args=[mine.uid])).content[:4] == b"%PDF"
    mine.refresh_from_db()
    assert mine.read_by == person
    assert mine.read_at
    team = browser(case)
    assert "Read on" in text_of(team.get(reverse("staff:letter", args=[mine.uid])))
    told = team.get(reverse("api:letters"), {"which": "unread"}).json()
    assert [row["uid"] for row in told["letters"]] == [str(other.uid)]
    team.post(reverse("staff:letter-tell", args=[other.uid]))
    other.refresh_from_db()
    assert other.told_at


def test_lists_ask_as_many_queries_for_many_as_for_few(lab: Project, case: Actor) -> None:
    client = browser(case)
    text = Template.objects.create(
        project=lab,
        sender=lab.lead,
        code="x",
        kind="works",
        titles={"it": "L"},
        bodies={"it": "C"},
        made_at=NOON,
    )
    draft = Batch.objects.create(
        uid=uuid4(),
        project=lab,
        sender=lab.lead,
        template=text,
        dated_on=today(),
        made_at=NOON,
        letters_count=1,
    )
    urls = [
        reverse("staff:letters"),
        reverse("staff:letters-sent"),
        reverse("staff:letter-texts"),
        reverse("staff:letter-batch", args=[draft.uid]),
    ]

    def counted() -> list[int]:
        found = []
        for url in urls:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(url).status_code == 200
            found.append(len(asked))
        return found

    def more(count: int) -> None:
        for _ in range(count):
            made = home(lab, 100)
            assert made.holder
            one(case, lab, made.holder)

    more(2)
    counted()
    before = counted()
    more(10)
    assert counted() == before
    assert max(before) <= 32
