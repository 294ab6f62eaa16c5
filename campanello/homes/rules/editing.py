"""Two people change one record: what each of them set. Knows no table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from campanello.core.errors import Conflict
from campanello.core.errors import gettext_noop as _


@dataclass(frozen=True)
class Difference:
    """A field that somebody else saved with one value while another was being typed."""

    field: str
    saved: Any
    yours: Any


class ChangedMeanwhile(Conflict):
    """The record was saved by somebody else since the form was opened."""

    code = "homes.changed-meanwhile"
    text = _(
        "Somebody else saved this while you were writing. Choose below what is to hold for each field, "
        "then save again."
    )

    def __init__(self, *, version: int, differences: tuple[Difference, ...]) -> None:
        """Keep the version that is saved now and what differs; the sentence tells neither."""
        super().__init__()
        self.version = version
        self.differences = differences


def differences(saved: Mapping[str, Any], yours: Mapping[str, Any]) -> tuple[Difference, ...]:
    """The fields that `yours` would change, in its order."""
    return tuple(
        Difference(field, saved[field], value) for field, value in yours.items() if saved[field] != value
    )
