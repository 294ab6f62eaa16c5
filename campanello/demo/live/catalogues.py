"""Each project's catalogue of services, with invented hourly values that say so."""

from collections.abc import Iterable
from datetime import date

from campanello.core.models import Project
from campanello.plans.models import Service, ServiceValue
from campanello.plans.queries.catalogue import programme

# Nobody printed what an hour is worth: these are for trying out, and are marked so.
HOURLY_CENTS = {"base": 30_00, "orientation": 12_00, "consolidation": 10_00, "other": 10_00}
STARTS_ON = date(2018, 1, 1)
SOURCE = "Valore inventato per la dimostrazione"


def fill_catalogues(projects: Iterable[Project]) -> dict[int, list[Service]]:
    """Put the programme's services into each project's catalogue; answers them by the project's key."""
    services = [
        Service(
            project=project,
            code=one.code,
            names=dict(one.names),
            block=one.block,
            bears_allowance=one.bears_allowance,
        )
        for project in projects
        for one in programme()
    ]
    Service.objects.bulk_create(services, batch_size=300)
    ServiceValue.objects.bulk_create(
        [
            ServiceValue(
                service=one,
                hourly_cents=HOURLY_CENTS[one.block],
                starts_on=STARTS_ON,
                source=SOURCE,
                is_demo=True,
            )
            for one in services
        ],
        batch_size=300,
    )
    found: dict[int, list[Service]] = {}
    for one in services:
        found.setdefault(one.project_id, []).append(one)
    return found
