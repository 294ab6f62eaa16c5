"""A project with a house of several owners, its desk and a landlord's officer, for the tests of reports."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from campanello.core.actor import Actor, Role
from campanello.lab.models import Report
from campanello.lab.rules.reports import Move, NewReport
from campanello.lab.services import reports as services
from tests import factories

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Town:
    """A project with a house: one dwelling of ALER, two of the Comune, one private; the desk and two officers."""

    def __init__(self) -> None:
        self.project = factories.project()
        self.aler = factories.organisation(kind="aler", name="ALER Prova")
        self.comune = factories.organisation(kind="municipality", name="Comune Prova")
        self.house = factories.building(self.project)
        self.flat = factories.dwelling(self.house, owner=self.aler)
        self.town_flats = [
            factories.dwelling(self.house, owner=self.comune, owner_kind="municipality", stair="B")
            for _ in range(2)
        ]
        self.sold = factories.dwelling(self.house, owner_kind="private", stair="C")
        self.desk = factories.actor(Role.DESK, project=self.project)
        self.officer = factories.actor(Role.LANDLORD, organisation=self.aler)

    def told(self, **but: Any) -> NewReport:
        first = NewReport(self.project.code, "maintenance", "The lift is broken", AT, dwelling=self.flat.uid)
        return replace(first, **but)

    def made(self, actor: Actor | None = None, uid: UUID | None = None, **but: Any) -> Report:
        return services.make_report(
            actor=actor or self.desk, uid=uid or uuid4(), report=self.told(**but), at=AT
        )

    def moved(self, report: Report, state: str, *, actor: Actor | None = None, **needs: Any) -> Report:
        move = Move(state, **({"reason": "because"} | needs))
        report.refresh_from_db()
        return services.move_report(
            actor=actor or self.desk, uid=report.uid, version=report.version, move=move, at=AT
        )
