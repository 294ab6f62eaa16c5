"""Sets up schemes of points and changes them; says how creditors are paid, in versions."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.access import NotFound
from campanello.core.actor import Actor
from campanello.homes.rules.editing import ChangedMeanwhile, differences
from campanello.points.models import CreditorTerms, Scheme
from campanello.points.queries import schemes as queries
from campanello.points.rules import schemes as rules
from campanello.points.rules.schemes import NewScheme, NewTerms
from campanello.points.services import issuing

EDITED = (
    *("name", "budget_points", "starts_on", "source", "ends_on", "cents_a_point"),
    *("payer", "payer_iban", "payer_bic"),
)
TERMS = ("way", "source", "starts_on", "holder", "iban")


@transaction.atomic
def set_up(*, actor: Actor, project: int, scheme: NewScheme, at: datetime) -> Scheme:
    """Give a project its scheme of points, with the accounts from which the budget is issued; sent twice alike, once.

    Raises:
        NotFound, SchemeThere, SchemeUnnamed, SchemeDays, BudgetOutOfBounds, WorthOutOfBounds, NoSource,
        NotAnAccount, NotABank, NobodyPays.
    """
    where = queries.project(actor, project)
    wanted = asdict(rules.checked(scheme))
    made, is_new = Scheme.objects.get_or_create(project=where, defaults=wanted)
    if not is_new and _saved(made) != wanted:
        raise rules.SchemeThere
    if is_new:
        issuing.open_issuer(made, at)
        audit.record(actor, "points.scheme-set-up", made, project=project, budget=made.budget_points)
    return made


@transaction.atomic
def change(*, actor: Actor, uid: UUID, version: int, changes: Mapping[str, Any]) -> Scheme:
    """Change a scheme: its name, days, payer; its budget, which stays no smaller than what is issued.

    Args:
        actor: Who changes it.
        uid: The scheme's.
        version: Of the scheme that the actor read.
        changes: Any of `EDITED`.

    Raises:
        NotFound, NotYours, ChangedMeanwhile, WorthChanges, BudgetBelowIssued, and those of `set_up`.
    """
    row = queries.scheme(actor, uid, lock=True)
    saved = _saved(row)
    wanted = asdict(
        rules.checked(NewScheme(**(saved | {name: changes[name] for name in EDITED if name in changes})))
    )
    if wanted == saved:
        return row
    if version != row.version:
        raise ChangedMeanwhile(version=row.version, differences=differences(saved, wanted))
    issued = queries.budget_of(row).issued
    if refusal := rules.why_not_change(issued=issued, cents=(row.cents_a_point, wanted["cents_a_point"])):
        raise refusal
    if wanted["budget_points"] != row.budget_points:
        issuing.set_budget(row, wanted["budget_points"])
    for name, value in wanted.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*EDITED, "version"])
    audit.record(
        actor,
        "points.scheme-changed",
        row,
        fields=[name for name in EDITED if wanted[name] != saved[name]],
        budget=row.budget_points,
    )
    return row


def _saved(row: Scheme) -> dict[str, Any]:
    return {name: getattr(row, name) for name in EDITED}


@transaction.atomic
def set_terms(*, actor: Actor, scheme: UUID, creditor: int, terms: NewTerms) -> CreditorTerms:
    """Say how a creditor is paid from a day on. Terms that held before end on that day, and stay on record.

    Sent twice alike, it is written once.

    Raises:
        NotFound, NotYours, NoWay, PaidWhere, NoSource, NotAnAccount, TermsDays.
    """
    row = queries.scheme(actor, scheme, lock=True)
    if creditor not in {one.pk for one in queries.creditors()}:
        raise NotFound
    wanted = asdict(rules.checked_terms(terms))
    held = CreditorTerms.objects.filter(scheme=row, creditor=creditor, ends_on=None).first()
    if held and _terms(held) == wanted:
        return held
    if held:
        if wanted["starts_on"] <= held.starts_on:
            raise rules.TermsDays(starts=f"{held.starts_on:%d/%m/%Y}")
        held.ends_on = wanted["starts_on"]
        held.version += 1
        held.save(update_fields=["ends_on", "version"])
    made = CreditorTerms.objects.create(scheme=row, creditor_id=creditor, **wanted)
    audit.record(actor, "points.terms-set", made, creditor=creditor, way=made.way)
    return made


@transaction.atomic
def correct_terms(
    *, actor: Actor, scheme: UUID, key: int, version: int, changes: Mapping[str, Any]
) -> CreditorTerms:
    """Put a slip in a creditor's current terms right; what changes from a day on is set anew instead.

    Raises:
        NotFound, NotYours, ChangedMeanwhile, NoWay, PaidWhere, NoSource, NotAnAccount.
    """
    row = queries.current_terms(queries.scheme(actor, scheme, lock=True), key, lock=True)
    saved = _terms(row)
    given = saved | {name: changes[name] for name in TERMS if name in changes and name != "starts_on"}
    wanted = asdict(rules.checked_terms(NewTerms(**given)))
    if wanted == saved:
        return row
    if version != row.version:
        raise ChangedMeanwhile(version=row.version, differences=differences(saved, wanted))
    for name, value in wanted.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*TERMS, "version"])
    fields = [name for name in TERMS if wanted[name] != saved[name]]
    audit.record(actor, "points.terms-corrected", row, creditor=row.creditor_id, fields=fields)
    return row


def _terms(row: CreditorTerms) -> dict[str, Any]:
    return {name: getattr(row, name) for name in TERMS}
