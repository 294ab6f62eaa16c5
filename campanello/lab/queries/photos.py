"""Finds a photograph for whoever may see its report; the rest of the world is told that nothing is there."""

from datetime import date
from pathlib import Path
from uuid import UUID

from django.conf import settings

from campanello.core import params
from campanello.core.access import NotFound
from campanello.core.actor import Actor
from campanello.lab.models import Report, ReportPhoto
from campanello.lab.rules.photos import PhotoLimits


def photo(actor: Actor, uid: UUID) -> ReportPhoto:
    """A photograph of a report that the actor may see.

    Raises:
        NotFound: Absent, or of a report that is not the actor's.
    """
    seen = Report.objects.visible_to(actor).order_by().values("pk")
    found = ReportPhoto.objects.filter(uid=uid, report__in=seen).select_related("report").first()
    if found is None or not file_of(found).is_file():
        raise NotFound
    return found


def file_of(photo: ReportPhoto) -> Path:
    """Where a photograph's file lies: below the data folder, outside what the web serves."""
    return Path(settings.DATA_DIR) / photo.path


def limits(on: date) -> PhotoLimits:
    """The dated parameters of photographs on a day."""
    names = ("megabytes", "megapixels", "side")
    figures = {name: params.value(f"reports.photo_{name}", on) for name in names}
    return PhotoLimits(**figures, photos=params.value("reports.photos", on))
