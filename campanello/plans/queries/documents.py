"""Finds a document for whoever may see what it belongs to; the rest of the world is told that nothing is there."""

from datetime import date
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from campanello.core import audit, params
from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.people.models import Person
from campanello.plans.models import Application, Document
from campanello.plans.rules.documents import DocumentLimits


def documents_of(application: Application) -> QuerySet[Document]:
    """An application's documents, in the order in which they came."""
    return application.documents.all()


def file_of(document: Document) -> Path:
    """Where a document's file lies: below the data folder, outside what the web serves."""
    return Path(settings.DATA_DIR) / document.path


@transaction.atomic
def document(actor: Actor, uid: UUID) -> Document:
    """A document to be opened, of an application or a person that the actor may see; leaves a line.

    Raises:
        NotFound: Absent, of a draft, or not the actor's.
    """
    found = Document.objects.filter(_seen_by(actor), uid=uid).select_related("application").first()
    if found is None or not file_of(found).is_file():
        raise NotFound
    person = found.person_id or (found.application.person_id if found.application else None)
    audit.read(actor, "plans.document-read", found, person=person, kind=found.kind)
    return found


def _seen_by(actor: Actor) -> Q:
    """Of an application that the actor may see, or of a person whom they may; always of a project of theirs."""
    projects = projects_with(actor, Right.READ_APPLICATIONS)
    applications = Application.objects.visible_to(actor).order_by().values("pk")
    people = Person.objects.visible_to(actor).order_by().values("pk")
    hidden = Q(application__person__isnull=False) & ~Q(application__person__in=people)
    of_person = Q(application=None, person__in=people)
    return Q(project__in=projects) & ((Q(application__in=applications) & ~hidden) | of_person)


def limits(on: date) -> DocumentLimits:
    """The dated parameters of documents on a day."""
    names = ("megabytes", "pages", "megapixels", "side", "most")
    return DocumentLimits(**{name: params.value(f"plans.document_{name}", on) for name in names})
