"""What time it was truly, where a telephone whose clock may be wrong kept an entry. No clock, no database.

Source: issue 4, "clock wrong by a day on the phone"; docs/rules/offline.md.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Device:
    """What a telephone says when it sends: its clock's time, and the server's time on receipt."""

    now: datetime
    received_at: datetime

    @property
    def offset(self) -> timedelta:
        """What is to be added to the telephone's times to have the server's."""
        return self.received_at - self.now


@dataclass(frozen=True)
class Moment:
    """A time set right, and whether it had to be."""

    at: datetime
    is_corrected: bool


def corrected(
    made_at: datetime, device: Device, *, not_before: datetime | None, tolerance: timedelta
) -> Moment:
    """When an entry was truly made.

    A clock that differs from the server's by no more than the tolerance is right. Otherwise the difference is added. A
    telephone often sets its clock right by the very network that it was waiting for, so that no difference is left
    when it sends: then the last time heard from the server before the entry, and its receipt, are what it lies between.

    Args:
        made_at: By the telephone's clock.
        device: What the telephone said when it sent.
        not_before: The server's time that the telephone had heard last when the entry was made; None: never.
        tolerance: Up to which a difference is none.
    """
    at = made_at if abs(device.offset) <= tolerance else made_at + device.offset
    if not_before is not None and at < not_before - tolerance:
        at = min(not_before, device.received_at)
    at = min(at, device.received_at) if at > device.received_at + tolerance else at
    return Moment(at, is_corrected=at != made_at)
