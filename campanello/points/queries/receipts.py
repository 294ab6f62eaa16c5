"""Codes of receipts, and what a code stands for: no name, no household, for whoever holds the paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from campanello.points.models import Seal, Transfer
from campanello.points.rules import receipts as rules
from campanello.points.rules.canonical import row_text


@dataclass(frozen=True)
class Receipt:
    """What the public page may say of a transfer: figures, in which project, and how it stands. Never whose it is.

    `was_taken_back` is whether a later transfer reversed it; `seal` is empty until the day is sealed.
    """

    code: str
    verdict: rules.Verdict
    kind: str = ""
    points: int = 0
    unit: str = ""
    rate_names: dict[str, str] | None = None
    minutes: int | None = None
    earned_on: date | None = None
    on: date | None = None
    recorded_at: datetime | None = None
    project: str = ""
    creditor: str = ""
    was_taken_back: bool = False
    seal: str = ""

    @property
    def is_true(self) -> bool:
        """Whether the record is as it was when the receipt was given out."""
        return self.verdict is rules.Verdict.TRUE


def code_of(transfer: Transfer) -> str:
    """The code of a transfer's receipt; the transfer as it was loaded, with all its columns. No query."""
    return rules.code_of(transfer.pk, row_text(transfer), settings.SECRET_KEY)


def codes_of(transfers: Iterable[Transfer]) -> list[str]:
    """The codes of several transfers' receipts, in their order. No query."""
    return [code_of(one) for one in transfers]


def receipt(typed: str) -> Receipt:
    """What stands behind a code as somebody typed it. Three queries at most; none where the code is none of ours.

    A row that is gone or other than it was tells nothing but that.

    Raises:
        ReceiptIncomplete, ReceiptUnknown.
    """
    read = rules.read(typed)
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if refusal := rules.why_not_know(read, secrets):
        raise refusal
    beside = ("project", "rate", "redemption__creditor")
    found = Transfer.objects.select_related(*beside).filter(pk=read.number).first()
    verdict = rules.verdict(read, row_text(found) if found else None, secrets)
    code = rules.shown(rules.number_signs(read.number) + read.given + read.row)
    if found is None or verdict is rules.Verdict.CHANGED:
        return Receipt(code, verdict)
    return _told(found, code)


def _told(found: Transfer, code: str) -> Receipt:
    seal = Seal.objects.filter(project=found.project_id, on=found.on).values_list("sha256", flat=True).first()
    return Receipt(
        code=code,
        verdict=rules.Verdict.TRUE,
        kind=found.kind,
        points=found.points,
        unit=found.rate.unit if found.rate else "",
        rate_names=found.rate.names if found.rate else None,
        minutes=found.minutes,
        earned_on=found.earned_on,
        on=found.on,
        recorded_at=found.recorded_at,
        project=found.project.title,
        creditor=found.redemption.creditor.name if found.redemption else "",
        was_taken_back=Transfer.objects.filter(reverses=found.pk).exists(),
        seal=seal or "",
    )
