"""People and households as JSON."""

from typing import Annotated, Any
from uuid import UUID

from django.utils import timezone
from ninja import Header, Query, Router, Status

from campanello.api import shapes
from campanello.api.doors import ActingRequest
from campanello.api.shapes import Problem
from campanello.core import idempotency
from campanello.core.edges import today
from campanello.homes.queries import search
from campanello.people.queries import households, records, waiting
from campanello.people.rules.facts import NewCitizenship, NewCode, NewContact, NewLanguage
from campanello.people.rules.person import Details, PersonFacts
from campanello.people.services import editing, registration

router = Router()
Page = Annotated[int, Query(ge=1, le=1_000_000)]
Asked = Annotated[str, Query(max_length=200, pattern=r"^[^\x00]*$")]
Key = Annotated[str, Header(alias="Idempotency-Key", min_length=8, max_length=80, pattern=r"^[!-~]+$")]
REFUSALS = {401: Problem, 404: Problem, 422: Problem}


@router.get("/people", response={200: shapes.FoundPeople, **REFUSALS}, url_name="people")
def people(request: ActingRequest, q: Asked, page: Page = 1) -> Any:
    """People who may be meant by a text: a name, a birth date, a code, a telephone, an address, a doorbell."""
    found = search.find_people(request.actor, q, on=today(), page=page)
    return {
        "people": [
            {
                "uid": card.person.uid,
                "given_name": card.person.given_name,
                "family_name": card.person.family_name,
                "native_name": card.person.native_name,
                "born_on": card.person.born_on,
                "age": card.age,
                "score": card.score,
                "doorbell": card.doorbell,
                "address": card.address,
            }
            for card in found.cards
        ],
        "total": found.total,
        "is_cut": found.is_cut,
        "page": found.page,
    }


@router.get("/people/{uuid:uid}", response={200: shapes.PersonOut, **REFUSALS}, url_name="person")
def person(request: ActingRequest, uid: UUID) -> Any:
    """A person's whole record, as far as the reader may see it."""
    return records.person_record(request.actor, uid, today())


@router.post(
    "/people", response={201: shapes.Registered, 409: Problem, **REFUSALS}, url_name="person-register"
)
def register(request: ActingRequest, body: shapes.PersonIn, key: Key) -> Any:
    """Register a person. Sent again with the same `Idempotency-Key`, it is answered alike and nothing is done."""
    project = waiting.own_project(request.actor, body.project)
    at = timezone.now()

    def made() -> dict[str, Any]:
        done = registration.register(
            actor=request.actor, project=project, details=_details(body), on=today(), at=at
        )
        return {
            "uid": str(done.person.uid),
            "version": done.person.version,
            "is_joined": done.is_joined,
            "was_here": done.was_here,
            "doubtful": len(done.doubtful),
        }

    return Status(201, idempotency.once(actor=request.actor, key=key, request=request.body, at=at, do=made))


def _details(body: shapes.PersonIn) -> Details:
    return Details(
        facts=PersonFacts(**body.facts.dict()),
        codes=tuple(NewCode(**one.dict()) for one in body.codes),
        contacts=tuple(NewContact(**one.dict()) for one in body.contacts),
        languages=tuple(NewLanguage(**one.dict()) for one in body.languages),
        citizenships=tuple(NewCitizenship(**one.dict()) for one in body.citizenships),
    )


@router.patch(
    "/people/{uuid:uid}", response={200: shapes.Saved, 409: Problem, **REFUSALS}, url_name="person-edit"
)
def edit(request: ActingRequest, uid: UUID, body: shapes.PersonChanges) -> Any:
    """Change the fields that are sent. 409 `people.stale-person`: somebody changed the same field; see `versions`."""
    return editing.edit_person(
        actor=request.actor,
        uid=uid,
        version=body.version,
        changes=body.facts.dict(exclude_unset=True),
        on=today(),
        at=timezone.now(),
        note=body.reason,
    )


@router.get("/households/{uuid:uid}", response={200: shapes.HouseholdOut, **REFUSALS}, url_name="household")
def household(request: ActingRequest, uid: UUID) -> Any:
    """A household today. Members whom the reader may not see are counted without name."""
    found = households.household(request.actor, uid)
    record = households.household_record(request.actor, found, today())
    return {
        "uid": found.uid,
        "kind": found.kind,
        "version": found.version,
        "is_in_charge": found.is_in_charge,
        "closed_on": found.closed_on,
        "on": record.composition.on,
        "members": record.composition.members,
    }
