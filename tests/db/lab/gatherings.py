"""A course in a courtyard for these tests: a project, its people, an activity, and a session on a Monday evening."""

import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from campanello.core.actor import Actor, Role
from campanello.core.models import Project
from campanello.lab.models import Activity, Session
from campanello.lab.rules.activities import ActivityFacts, SessionFacts
from campanello.lab.services import activities
from campanello.people.models import Person
from tests import factories

ON = date(2026, 3, 2)
EARLIER = datetime(2026, 3, 2, 9, tzinfo=UTC)
STARTS = datetime(2026, 3, 9, 17, tzinfo=UTC)  # six in the evening in Rome
DURING = STARTS + timedelta(minutes=5)
AFTER = STARTS + timedelta(hours=3)
FACTS = ActivityFacts("workshop", {"it": "Cucito in cortile", "ar": "الخياطة في الفناء"}, languages="it,ar")


@dataclass
class Course:
    """An activity with one session of 90 minutes; `room` is how many places it has."""

    room: int | None = 2
    project: Project = field(default_factory=factories.project)

    def __post_init__(self) -> None:
        self.actor: Actor = factories.actor(Role.DESK, project=self.project)
        self.activity: Activity = activities.add_activity(
            actor=self.actor, project=self.project.pk, uid=uuid.uuid4(), facts=FACTS
        )
        (self.session,) = self.sessions()

    def sessions(self, times: int = 1, **but: Any) -> list[Session]:
        given = {"starts_at": STARTS, "ends_at": STARTS + timedelta(minutes=90), "place": "Cortile 3"}
        facts = SessionFacts(**{**given, "capacity": self.room, **but})
        return activities.add_sessions(
            actor=self.actor, activity=self.activity.uid, uid=uuid.uuid4(), facts=facts, times=times, on=ON
        )

    def people(self, number: int) -> list[Person]:
        return [factories.person(self.project) for _ in range(number)]

    def now(self) -> Session:
        return Session.objects.get(pk=self.session.pk)
