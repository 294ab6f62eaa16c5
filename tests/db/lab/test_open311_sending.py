"""Another server that numbers later, says nonsense, or says nothing new."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from campanello.lab.models import Forwarding
from campanello.lab.rules.open311 import RequestUnknown
from campanello.lab.services.open311_peer import Peer, PeerUnreadable
from campanello.lab.services.open311_sending import pull, send_on
from tests import factories
from tests.db.lab.towns import AT
from tests.factories import TODAY

pytestmark = pytest.mark.django_db

SERVER = "https://open311.example"


def saying(*answers: str, asked: list[str] | None = None) -> Callable[..., tuple[int, bytes]]:
    """A server that gives these answers, one after the other, and remembers what it was asked."""
    left = list(answers)

    def transport(method: str, address: str, form: Mapping[str, str] | None) -> tuple[int, bytes]:
        if asked is not None:
            asked.append(f"{method} {address.removeprefix(SERVER)}")
        return 200, left.pop(0).encode()

    return transport


def peer(*answers: str, form: str = "json", **more: Any) -> Peer:
    services = {"maintenance": "001"}
    return Peer(SERVER, services=services, form=form, transport=saying(*answers, **more))


def public() -> str:
    place = {"latitude": "45.15", "longitude": "10.79"}
    return factories.report(factories.project(), is_public_space=True, **place).number


def test_a_token_is_asked_about_until_there_is_a_number() -> None:
    asked: list[str] = []
    send_on(number=public(), peer=peer('[{"token": "a/b"}]', asked=asked), at=AT)
    assert pull(peer=peer("[{}]", asked=asked), at=AT) == []
    open_there = (
        '[{"service_request_id": 7, "status": "open", "status_notes": null}, {"service_request_id": 8}]'
    )
    assert pull(peer=peer('[{"service_request_id": 7}]', open_there, asked=asked), at=AT) == []
    closed = open_there.replace("open", "closed").replace("null", '"Done"')
    [changed] = pull(peer=peer(closed, asked=asked), at=AT)
    assert (changed.number, changed.status, changed.status_notes) == ("7", "closed", "Done")
    assert pull(peer=peer(asked=asked), at=AT) == []  # closed there: nobody is asked any more
    assert asked == [
        *("POST /requests.json", "GET /tokens/a%2Fb.json", "GET /tokens/a%2Fb.json"),
        *("GET /requests.json?service_request_id=7",) * 2,
    ]
    assert Forwarding.objects.get().asked_at == AT


NONSENSE = {
    "a page": ("<html>", "json"),
    "an object for a list": ('{"service_request_id": 1}', "json"),
    "neither number nor token": ("[{}]", "json"),
    "nothing": ("", "xml"),
    "entities": ('<!DOCTYPE a [<!ENTITY b "c">]><r><request><token>&b;</token></request></r>', "xml"),
}


@pytest.mark.parametrize(("answer", "form"), NONSENSE.values(), ids=NONSENSE)
def test_nonsense_is_not_taken_for_a_number(answer: str, form: str) -> None:
    with pytest.raises(PeerUnreadable):
        send_on(number=public(), peer=peer(answer, form=form), at=AT)
    assert Forwarding.objects.get().number == ""


def test_what_is_nowhere_is_not_sent() -> None:
    with pytest.raises(RequestUnknown):
        send_on(number=f"S-{TODAY.year}-99999", peer=peer(), at=AT)
    assert not Forwarding.objects.exists()
