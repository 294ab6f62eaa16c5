"""The audit trail of points and letters in words, a section a topic."""

_LEDGER: dict[str, str] = {}
_AWARDS: dict[str, str] = {}
_HAND_AWARDS: dict[str, str] = {}
_SPENDING: dict[str, str] = {}
_SETTLEMENTS: dict[str, str] = {}
_DOORS: dict[str, str] = {}
_LETTERS: dict[str, str] = {}
_APP: dict[str, str] = {}
POINT_SENTENCES = _LEDGER | _AWARDS | _HAND_AWARDS | _SPENDING | _SETTLEMENTS | _DOORS | _LETTERS | _APP
