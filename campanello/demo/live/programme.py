"""The programme's organisations, projects and partners, as the dataset names them."""

import csv
from pathlib import Path

from campanello.core.models import Organisation, Partner, Project


def rows(dataset: Path, table: str) -> list[dict[str, str]]:
    """The rows of a table of the demonstration's dataset."""
    with (dataset / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def fill_programme(dataset: Path) -> dict[str, Project]:
    """Make the projects with their partners; answers them by code. What is there already is kept."""
    told = rows(dataset, "partners")
    kinds = {row["organisation"]: row["category"] for row in told}
    kinds |= {row["lead"]: row["lead_type"] for row in rows(dataset, "projects")}
    Organisation.objects.bulk_create(
        [Organisation(name=name, kind=kind) for name, kind in sorted(kinds.items())], ignore_conflicts=True
    )
    organisations = {one.name: one for one in Organisation.objects.all()}
    Project.objects.bulk_create(
        [
            Project(
                code=row["project_id"],
                title=row["title"],
                lead=organisations[row["lead"]],
                province=row["province"],
                funding_round=int(row["funding_round"]),
                cost_cents=round(float(row["cost_eur"]) * 100),
            )
            for row in rows(dataset, "projects")
        ],
        ignore_conflicts=True,
    )
    projects = {one.code: one for one in Project.objects.all()}
    Partner.objects.bulk_create(
        [
            Partner(project=projects[row["project_id"]], organisation=organisations[row["organisation"]])
            for row in told
        ],
        ignore_conflicts=True,
    )
    return projects
