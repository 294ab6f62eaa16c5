"""Brings a table of people into a project: known people are updated, others registered, all of it or nothing of it."""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from operator import attrgetter

from django.db import transaction
from django.db.models import Max

from campanello.core import audit, bulk
from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.importing import (
    Cells,
    Incoming,
    Outcome,
    Problem,
    Progress,
    require_columns,
    rows_of,
    untold,
)
from campanello.core.journal import current_reference
from campanello.core.models import AuditEntry
from campanello.people.models import IdentityCode, Involvement, Person, Revision
from campanello.people.queries import records
from campanello.people.rules.codes import new_local_code, read_code
from campanello.people.rules.imports import PEOPLE, filled, said
from campanello.people.rules.names import plain
from campanello.people.rules.person import FIELDS, Details, is_one_person
from campanello.people.services import import_matching as matching
from campanello.people.services import search_keys
from campanello.people.services.import_facts import EMPTY, Held, add_facts
from campanello.people.services.import_matching import Alike, Read
from campanello.people.services.revising import Changes
from campanello.people.services.revising import plain as as_json

AT_ONCE = 2_000
_facts = attrgetter(*FIELDS)
SAME_CODE_TWICE = _("this code stands in row %(first)s already")
CODE_OF_ANOTHER = _(
    "this code is recorded for somebody with another family name or birth date: compare the two"
)
NOT_TO_BE_USED = _("this person is recorded already and can't be changed: ask who answers people's rights")
TWICE_IN_FILE = _("The same names and birth date stand in an earlier row")
MAYBE_KNOWN = _("may be somebody who is there already: %(reason)s")


class NothingImported(Refused):
    """Some rows may be people who are there already, and nobody said to register them all the same."""

    code = "people.import-doubtful"
    text = _(
        "Nothing was stored: %(count)s rows may be people who are there already. "
        "Correct them, or ask for them to be registered as new people."
    )


@transaction.atomic
def import_people(
    *,
    actor: Actor,
    project: int,
    incoming: Incoming,
    on: date,
    at: datetime,
    is_trial: bool = False,
    takes_doubtful: bool = False,
    progress: Progress = untold,
) -> Outcome:
    """Bring people into a project. The same table brought again changes nothing.

    A row is somebody who is there when it has their code, or, where one of the two has none, their names and birth date
    within the project. Their record gets what the row says; an empty cell takes nothing away. Any other row is a new
    person, with a local code where it has none.

    Args:
        actor: Who imports.
        project: The key of the project that the people belong to from then on.
        incoming: The file's rows, and which of its columns is which.
        on: The day it is.
        at: When it is recorded.
        is_trial: Say what would happen, and leave everything as it is.
        takes_doubtful: Register also rows that may be people who are there already.
        progress: Told of how many rows are read, of how many; what it raises undoes all.

    Returns:
        What was done; `is_stored` is False when it was a trial, or when a row can't be stored: then none is.

    Raises:
        NotFound: The actor does not import people into this project.
        ColumnsMissing.
    """
    if project not in projects_with(actor, Right.IMPORT_PEOPLE):
        raise NotFound
    require_columns(incoming, PEOPLE)
    outcome, work = Outcome(), Work(actor, project, on, at)
    for some in _chunks(_readable(rows_of(incoming, outcome, progress), on, outcome)):
        work.take(some, outcome, takes_doubtful=takes_doubtful)
    is_refused = outcome.problem_count > 0 or (outcome.doubtful > 0 and not takes_doubtful)
    if is_trial or is_refused:
        transaction.set_rollback(True)
        return outcome
    search_keys.refresh(work.touched)
    outcome.is_stored = True
    audit.record(actor, "people.imported", None, project=project, **outcome.counts())
    return outcome


def _readable(cells: Iterable[Cells], on: date, outcome: Outcome) -> Iterator[Read]:
    seen: dict[tuple[str, str], int] = {}
    for one in cells:
        details = said(one, on)
        if details is None:
            continue
        code = None
        if details.codes:
            read = read_code(details.codes[0].kind, details.codes[0].text)
            code = (read.kind, read.normal)
            if (first := seen.setdefault(code, one.number)) != one.number:
                outcome.tell(
                    Problem(one.number, PEOPLE.column("code").title, SAME_CODE_TWICE, {"first": first})
                )
                continue
        yield Read(one.number, code, details)


def _chunks(rows: Iterator[Read]) -> Iterator[list[Read]]:
    while some := list(islice(rows, AT_ONCE)):
        yield some


class Work:
    """An import under way: what it has touched, who is the person of each row, and how a row is stored."""

    def __init__(self, actor: Actor, project: int, on: date, at: datetime) -> None:
        self.touched: list[int] = []
        self.people: dict[int, int] = {}
        # Two rows are two people: who was found for one is not found for another by name and birth date.
        self._taken: set[int] = set()
        self._alike: dict[tuple[str, str, date], bool] = {}
        self._actor, self._project, self._on, self._at = actor, project, on, at
        # Rows are compared with who was there before the first of them: among themselves they are by `_twice`.
        self._last = Person.objects.aggregate(last=Max("pk"))["last"] or 0

    def take(self, rows: list[Read], outcome: Outcome, *, takes_doubtful: bool) -> None:
        """Store some rows."""
        fresh, known = self._sorted(rows, outcome, takes_doubtful=takes_doubtful)
        self._add(fresh)
        outcome.new += len(fresh)
        changed = self._update(known)
        outcome.changed += changed
        outcome.unchanged += len(known) - changed

    def find(self, rows: list[Read], outcome: Outcome, *, takes_doubtful: bool) -> None:
        """Find the people of some rows, and register who is not there; a known record stays as it is."""
        fresh, known = self._sorted(rows, outcome, takes_doubtful=takes_doubtful)
        self._add(fresh)
        self.people |= {row.number: person.pk for row, person in known}

    def _sorted(
        self, rows: list[Read], outcome: Outcome, *, takes_doubtful: bool
    ) -> tuple[list[Read], list[tuple[Read, Person]]]:
        """Rows of new people, and of known ones with who they are."""
        holders = matching.holders(rows)
        here = matching.born_alike(
            [row for row in rows if row.code not in holders], self._project, self._last
        )
        fresh: list[Read] = []
        known: list[tuple[Read, Person]] = []
        for row in rows:
            holder = holders.get(row.code) if row.code else None
            person = holder or self._same(row, here, takes_doubtful=takes_doubtful)
            if person is not None and person.restricted_at:
                outcome.tell(Problem(row.number, PEOPLE.column("family_name").title, NOT_TO_BE_USED))
            elif holder is not None and not is_one_person(records.facts_of(holder), row.details.facts):
                outcome.tell(Problem(row.number, PEOPLE.column("code").title, CODE_OF_ANOTHER))
            elif person is not None:
                self._taken.add(person.pk)
                known.append((row, person))
            elif (reason := self._twice(row) or matching.doubt(row, here)) and not takes_doubtful:
                outcome.doubt(
                    Problem(
                        row.number, PEOPLE.column("family_name").title, MAYBE_KNOWN, {"reason": (reason, {})}
                    )
                )
            else:
                fresh.append(row)
        return fresh, known

    def _same(self, row: Read, here: Alike, *, takes_doubtful: bool) -> Person | None:
        """The one person with a row's names and birth date; of several the next, where doubtful rows are taken."""
        names = plain(row.details.facts.family_name), plain(row.details.facts.given_name)
        alike = [
            one
            for one in matching.comparable(row, here)
            if one.pk not in self._taken and (plain(one.family_name), plain(one.given_name)) == names
        ]
        return alike[0] if len(alike) == 1 or (alike and takes_doubtful) else None

    def _twice(self, row: Read) -> str:
        """Why a row may be the same new person as an earlier one: a sentence to translate; empty when it can't be."""
        facts = row.details.facts
        if facts.born_on is None:
            return ""
        key = plain(facts.family_name), plain(facts.given_name), facts.born_on
        is_coded = row.code is not None
        was_coded = self._alike.get(key)
        self._alike[key] = is_coded and was_coded is not False
        return "" if was_coded is None or (is_coded and was_coded) else TWICE_IN_FILE

    def _add(self, rows: list[Read]) -> None:
        user = self._actor.user
        keys = bulk.add(
            Person, [*FIELDS, "registered_by"], [(*_facts(row.details.facts), user) for row in rows]
        )
        self.touched += keys
        self.people |= {row.number: key for row, key in zip(rows, keys, strict=True)}
        pairs = [(key, row.details) for key, row in zip(keys, rows, strict=True)]
        bulk.insert(
            Involvement, ["person", "project", "starts_on"], [(key, self._project, self._on) for key in keys]
        )
        codes = [(key, *_coded(row), self._on) for key, row in zip(keys, rows, strict=True)]
        bulk.insert(
            IdentityCode, ["person", "kind", "value", "normal", "reason", "basis", "starts_on"], codes
        )
        add_facts(pairs, self._on)
        self.leave_lines(keys, "people.person-imported")

    def _update(self, known: list[tuple[Read, Person]]) -> int:
        """Bring what rows say of known people into their records; answers how many had anything new."""
        held = Held.of([person.pk for _row, person in known], self._project)
        revised: list[tuple[Person, int, Changes]] = []
        added: list[tuple[int, Details]] = []
        changed: set[int] = set()
        for row, person in known:
            before = records.facts_of(person)
            changes = {
                name: (getattr(before, name), value)
                for name, value in filled(row.details.facts).items()
                if getattr(before, name) != value
            }
            missing = held.missing(person.pk, row.details)
            is_new_here = person.pk not in held.here
            if changes:
                person.version += 1
                for name, (_before, after) in changes.items():
                    setattr(person, name, after)
                revised.append((person, person.version, changes))
            if missing != EMPTY:
                added.append((person.pk, missing))
            if changes or missing != EMPTY or is_new_here:
                changed.add(person.pk)
        self._write_revised(revised)
        strangers = [person.pk for _row, person in known if person.pk not in held.here]
        bulk.insert(
            Involvement,
            ["person", "project", "starts_on"],
            [(key, self._project, self._on) for key in dict.fromkeys(strangers)],
        )
        self._add_codes(added)
        add_facts(added, self._on)
        self.leave_lines(sorted(changed), "people.person-updated-by-import")
        self.touched += changed
        return len(changed)

    def _write_revised(self, revised: Sequence[tuple[Person, int, Changes]]) -> None:
        """Write people's changed fields, and what they were before."""
        if not revised:
            return
        fields = sorted({name for _person, _version, changes in revised for name in changes})
        Person.objects.bulk_update([one[0] for one in revised], [*fields, "version"], batch_size=200)
        bulk.insert(
            Revision,
            ["person", "version", "at", "by", "part", "changes"],
            [
                (
                    person.pk,
                    version,
                    self._at,
                    self._actor.user,
                    "person",
                    {name: [as_json(one) for one in both] for name, both in changes.items()},
                )
                for person, version, changes in revised
            ],
        )

    def _add_codes(self, added: Sequence[tuple[int, Details]]) -> None:
        rows = []
        for key, details in added:
            for code in details.codes:
                read = read_code(code.kind, code.text)
                rows.append((key, read.kind, read.value, read.normal, "", code.basis, self._on))
        bulk.insert(IdentityCode, ["person", "kind", "value", "normal", "reason", "basis", "starts_on"], rows)

    def leave_lines(self, people: Sequence[int], verb: str) -> None:
        """An audit line on each of the people."""
        roles, reference = ",".join(sorted(self._actor.roles)), current_reference.get()
        bulk.insert(
            AuditEntry,
            ["at", "actor", "roles", "sort", "verb", "target_kind", "target", "person", "reference"],
            [
                (
                    self._at,
                    self._actor.user,
                    roles,
                    audit.Sort.WRITE.value,
                    verb,
                    "person",
                    key,
                    key,
                    reference,
                )
                for key in people
            ],
        )


def _coded(row: Read) -> tuple[str, str, str, str, str]:
    """Kind, value, comparable value, reason and basis of the code that a new person gets."""
    if row.code:
        given = row.details.codes[0]
        read = read_code(given.kind, given.text)
        return read.kind, read.value, read.normal, "not_at_hand" if read.kind == "local" else "", given.basis
    local = new_local_code(secrets.randbelow)
    return "local", local.value, local.normal, "not_at_hand", "declared"
