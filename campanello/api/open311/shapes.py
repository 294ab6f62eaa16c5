"""What services, reports and the discovery document look like: the fields of the specification, in its order."""

from datetime import date, datetime, time

from django.conf import settings
from django.utils.translation import gettext

from campanello.api.open311.answers import TYPES, Tree
from campanello.core.errors import gettext_noop as _
from campanello.core.period import ROME
from campanello.lab.rules import open311 as rules
from campanello.lab.rules import values
from campanello.lab.rules.open311 import Attribute, Published, Service

KEYS_FROM = _("Whoever runs this site gives out keys: %(contact)s")


def discovery(address: str) -> Tree:
    """Where the interface is, in which formats, and whom to ask."""
    who = settings.CONTACT or settings.OWNER or address
    endpoint: Tree = {
        "specification": rules.SPECIFICATION,
        "url": address,
        "changeset": rules.CHANGESET,
        "type": "production" if settings.MODE == "production" else "test",
        "formats": [kind.partition(";")[0] for kind in reversed(TYPES.values())],
    }
    return {
        "changeset": rules.CHANGESET,
        "contact": " ".join(part for part in (settings.OWNER, settings.CONTACT) if part) or address,
        "key_service": gettext(KEYS_FROM) % {"contact": who},
        "endpoints": [endpoint],
    }


def service(one: Service) -> Tree:
    """A service of the list."""
    return {
        "service_code": one.code,
        "service_name": gettext(one.name),
        "description": gettext(one.description),
        "metadata": True,
        "type": "realtime",
        "keywords": gettext(one.keywords),
        "group": gettext(one.group),
    }


def definition(one: Service) -> Tree:
    """What a service asks besides the place and the description."""
    asked = enumerate(rules.ATTRIBUTES.values(), 1)
    return {"service_code": one.code, "attributes": [_attribute(each, order) for order, each in asked]}


def _attribute(one: Attribute, order: int) -> Tree:
    return {
        "variable": True,
        "code": one.code,
        "datatype": one.datatype,
        "required": False,
        "datatype_description": gettext(one.hint),
        "order": order,
        "description": gettext(one.description),
        "values": [{"key": key, "name": gettext(name)} for key, name in one.choices.items()],
    }


def made(number: str) -> Tree:
    """The answer to a report that was sent."""
    return [{"service_request_id": number, "service_notice": gettext(rules.NOTICE), "account_id": ""}]


def request(one: Published, *, has_extensions: bool) -> Tree:
    """A report as everybody may read it."""
    shown: dict[str, Tree] = {
        "service_request_id": one.number,
        "status": "open" if one.is_open else "closed",
        "status_notes": ". ".join(gettext(text) % facts for text, facts in one.notes),
        "service_name": gettext(one.service.name),
        "service_code": one.service.code,
        "description": one.description,
        "agency_responsible": one.owner,
        "service_notice": "",
        "requested_datetime": moment(one.made_at),
        "updated_datetime": moment(one.changed_at),
        "expected_datetime": _end_of(one.planned_on) if one.is_open and one.planned_on else "",
        "address": one.address,
        "address_id": one.address_id,
        "zipcode": "",
        "lat": float(one.latitude) if one.latitude is not None else "",
        "long": float(one.longitude) if one.longitude is not None else "",
        "media_url": "",
    }
    if has_extensions:
        shown["extended_attributes"] = {
            "state": one.state,
            "state_name": gettext(values.REPORT_STATES[one.state]),
            "urgency": one.priority,
        }
    return shown


def moment(at: datetime) -> str:
    """A moment as W3C has it, with the hour and offset of Rome."""
    return at.astimezone(ROME).isoformat(timespec="seconds")


def _end_of(day: date) -> str:
    return moment(datetime.combine(day, time(23, 59, 59), ROME))
