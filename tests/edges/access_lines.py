"""What a line of the access table says, and the groups of roles it speaks of."""

from dataclasses import dataclass, field

from campanello.core.actor import Role

ANONYMOUS = "anonymous"
EVERY_ROLE = frozenset(Role)
TEAM = frozenset(Role) - {Role.RESIDENT}
COORDINATOR = frozenset({Role.COORDINATOR})
ADMIN = frozenset({Role.ADMIN})
CASEWORK = frozenset({Role.DESK, Role.CASE, Role.EMPLOYMENT, Role.COORDINATOR})
SEES_HOMES = CASEWORK | {Role.LANDLORD}
WRITES_HOMES = frozenset({Role.DESK, Role.CASE, Role.COORDINATOR, Role.LANDLORD})
ADDS_HOUSES = WRITES_HOMES - {Role.LANDLORD}  # a house stands in a quarter of a project's
SEES_ARREARS = frozenset({Role.CASE, Role.COORDINATOR, Role.LANDLORD})
WRITES_ARREARS = frozenset({Role.COORDINATOR, Role.LANDLORD})
TAKES_TABLES = frozenset({Role.COORDINATOR, Role.LANDLORD})
READS_AUDIT = frozenset({Role.COORDINATOR, Role.ADMIN})
# Whom no page may tell a name.
NAMELESS = (Role.PROGRAMME, Role.EVALUATOR, Role.ADMIN)


@dataclass(frozen=True)
class Line:
    """One address: who is let in (`None` for everybody, logged in or not), and what stands in it."""

    who: frozenset[Role] | None
    records: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    method: str = "GET"


def everybody(**words: str) -> Line:
    return Line(None, words=words)


def only(who: frozenset[Role], method: str = "GET", **address: str) -> Line:
    """Keys of `address` are what stands in the address; a value in <> names a record of the world."""
    records = {name: value[1:-1] for name, value in address.items() if value.startswith("<")}
    words = {name: value for name, value in address.items() if name not in records}
    return Line(who, records, words, method)
