"""Payment orders for the bank: pain.001.001.09, checked against its schema. Says nothing of why anybody is paid.

The same batch gives the same message, whenever and however often it is downloaded: a bank that gets it twice refuses
the second one by its identifier.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from anyascii import anyascii
from sepaxml import SepaTransfer
from sepaxml.validation import ValidationError, try_valid_xml

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _

SCHEMA = "pain.001.001.09"
NAMESPACE = f"urn:iso:std:iso:20022:tech:xsd:{SCHEMA}"
_IN = {"p": NAMESPACE}
LONGEST_NAME = 70
# What every bank of the SEPA area takes (EPC217-08); other signs are left out, other scripts written in letters.
_NOT_TAKEN = re.compile(r"[^A-Za-z0-9/?:().,'+ -]+")


class OrderInvalid(Refused):
    """A payment order would not be accepted by a bank."""

    code = "core.order-invalid"
    text = _(
        "This payment order does not fit the bank's schema: a name or an account has a sign that none may have."
    )


@dataclass(frozen=True)
class Payer:
    """Who pays, from which account."""

    name: str
    iban: str
    bic: str


@dataclass(frozen=True)
class Order:
    """One transfer: its identifier from end to end, to whom, how many cents."""

    uid: UUID
    name: str
    iban: str
    cents: int


@dataclass(frozen=True)
class Batch:
    """What makes one file: of which run or settlement, which part of it, when it was ordered, when it is to be paid."""

    uid: UUID
    part: int
    ordered_at: datetime
    pays_on: date


def end_to_end(uid: UUID) -> str:
    """A payment's identifier as banks carry it: 32 signs, of the 35 that there are."""
    return uid.hex


def latin(name: str) -> str:
    """A name in the letters that banks take."""
    return " ".join(_NOT_TAKEN.sub(" ", anyascii(name)).split())[:LONGEST_NAME]


def document(payer: Payer, batch: Batch, orders: Iterable[Order]) -> bytes:
    """The payment order of a part of a run or of a settlement, in UTF-8.

    Raises:
        OrderInvalid: It does not fit its schema.
    """
    config = {"name": latin(payer.name), "IBAN": payer.iban, "batch": True, "currency": "EUR"}
    if payer.bic:
        config["BIC"] = payer.bic
    transfer = SepaTransfer(config, schema=SCHEMA, clean=True)
    for one in orders:
        transfer.add_payment(
            {
                "name": latin(one.name),
                "IBAN": one.iban,
                "amount": one.cents,
                "execution_date": batch.pays_on,
                # Nothing social: the identifier's beginning, by which the office finds the payment.
                "description": f"Rif. {end_to_end(one.uid)[:12]}",
                "endtoend_id": end_to_end(one.uid),
            }
        )
    told = _identified(transfer.export(validate=False), batch)
    try:
        try_valid_xml(told, SCHEMA)
    except ValidationError:
        raise OrderInvalid from None
    return told


def _identified(told: bytes, batch: Batch) -> bytes:
    """The order with identifiers of its own: what makes them up by chance would pay twice what is sent twice."""
    ET.register_namespace("", NAMESPACE)
    root = ET.fromstring(told)  # noqa: S314 (made above, of our own records)
    name = f"{batch.uid.hex[:24]}-{batch.part}"
    moment = batch.ordered_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for path, text in (
        ("p:CstmrCdtTrfInitn/p:GrpHdr/p:MsgId", name),
        ("p:CstmrCdtTrfInitn/p:GrpHdr/p:CreDtTm", moment),
        ("p:CstmrCdtTrfInitn/p:PmtInf/p:PmtInfId", f"{name}-1"),
    ):
        found = root.find(path, _IN)
        assert found is not None  # each message has them
        found.text = text
    return bytes(ET.tostring(root, encoding="UTF-8", xml_declaration=True))
