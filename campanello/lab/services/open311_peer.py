"""Speaks Open311 with another server, as its client: sends a report, asks for a number and for what became of it."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree as ET

import requests

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _

SECONDS, MOST_BYTES, AT_ONCE, LONGEST_SAID = 20, 5_000_000, 50, 300
OK = 200


class PeerAway(Refused):
    """The other server does not answer."""

    code = "open311.peer-away"
    text = _("%(server)s does not answer: %(reason)s. Try again later; nothing else was changed.")


class PeerRefused(Refused):
    """The other server says no."""

    code = "open311.peer-refused"
    text = _("%(server)s refused with status %(status)s. It says this. %(said)s")


class PeerUnreadable(Refused):
    """The other server's answer is not what the specification has."""

    code = "open311.peer-unreadable"
    text = _(
        "What %(server)s answered can't be read. Check the address: it must be that of its GeoReport v2."
    )


@dataclass(frozen=True)
class Heard:
    """What the other server says of a report."""

    number: str
    status: str
    notes: str


# Method, address and form: status and content.
Transport = Callable[[str, str, Mapping[str, str] | None], tuple[int, bytes]]


def over_the_network(method: str, address: str, form: Mapping[str, str] | None) -> tuple[int, bytes]:
    """Ask a server; redirections are not followed, since a key would follow them.

    Raises:
        OSError: It does not answer.
    """
    with requests.request(
        method, address, data=form, timeout=SECONDS, allow_redirects=False, stream=True
    ) as answer:
        return answer.status_code, answer.raw.read(MOST_BYTES, decode_content=True)


@dataclass(frozen=True)
class Peer:
    """Another server: its address, our key and jurisdiction there, its services by our kinds, its format."""

    server: str
    key: str = field(default="", repr=False)
    jurisdiction: str = ""
    services: Mapping[str, str] = field(default_factory=dict)
    form: str = "json"
    transport: Transport = over_the_network

    def send(self, fields: Mapping[str, str]) -> tuple[str, str]:
        """Send a report: its number there, or a token for one.

        Raises:
            PeerAway, PeerRefused, PeerUnreadable.
        """
        [made, *_more] = self._rows("POST", "requests", {"api_key": self.key, **fields}) or [{}]
        number, token = made.get("service_request_id", ""), made.get("token", "")
        if not number and not token:
            raise PeerUnreadable(server=self.server)
        return number, token

    def number_of(self, token: str) -> str:
        """The number that a token stands for; "" as long as there is none.

        Raises:
            PeerAway, PeerRefused, PeerUnreadable.
        """
        rows = self._rows("GET", f"tokens/{quote(token, safe='')}", {})
        return rows[0].get("service_request_id", "") if rows else ""

    def heard(self, numbers: Sequence[str]) -> list[Heard]:
        """What became of reports, by their numbers there.

        Raises:
            PeerAway, PeerRefused, PeerUnreadable.
        """
        found = []
        for start in range(0, len(numbers), AT_ONCE):
            asked = {"service_request_id": ",".join(numbers[start : start + AT_ONCE])}
            found += [
                Heard(row.get("service_request_id", ""), row.get("status", ""), row.get("status_notes", ""))
                for row in self._rows("GET", "requests", asked)
            ]
        return found

    def _rows(self, method: str, resource: str, fields: Mapping[str, str]) -> list[dict[str, str]]:
        fields = {**fields, **({"jurisdiction_id": self.jurisdiction} if self.jurisdiction else {})}
        address = f"{self.server}/{resource}.{self.form}"
        if method == "GET" and fields:
            address += f"?{urlencode(fields)}"
        try:
            status, content = self.transport(method, address, fields if method == "POST" else None)
        except (OSError, requests.RequestException) as error:
            raise PeerAway(server=self.server, reason=type(error).__name__) from None
        rows = self._read(content, must=status == OK)
        if status != OK:
            said = " ".join(row.get("description", "") for row in rows).strip()
            raise PeerRefused(server=self.server, status=status, said=said[:LONGEST_SAID] or "-")
        return rows

    def _read(self, content: bytes, *, must: bool) -> list[dict[str, str]]:
        try:
            return _json_rows(content) if self.form == "json" else _xml_rows(content)
        except (ValueError, ET.ParseError, RecursionError):
            if must:
                raise PeerUnreadable(server=self.server) from None
            return []


def _json_rows(content: bytes) -> list[dict[str, str]]:
    read: Any = json.loads(content)
    if not isinstance(read, list) or not all(isinstance(row, dict) for row in read):
        raise ValueError
    return [{name: "" if value is None else str(value) for name, value in row.items()} for row in read]


def _xml_rows(content: bytes) -> list[dict[str, str]]:
    # No list of requests declares entities; one that does is not read at all.
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise ValueError
    root = ET.fromstring(content)  # noqa: S314
    return [{part.tag: (part.text or "").strip() for part in row} for row in root]
