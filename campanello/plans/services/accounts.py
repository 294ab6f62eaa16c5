"""Records where people and bodies are paid, and from which account a project pays. An account is never edited.

Another number is another row: what was paid shows to where, for ever. The number itself is in no audit line.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.actor import Actor
from campanello.homes.rules.editing import ChangedMeanwhile, differences
from campanello.people.rules.names import tidy
from campanello.plans.models import BankAccount, Treasury
from campanello.plans.queries import accounts as queries
from campanello.plans.rules import accounts as rules
from campanello.plans.rules.accounts import NewAccount

LONGEST_HOLDER = 70


@transaction.atomic
def record_person_account(
    *, actor: Actor, person: UUID, account: NewAccount, on: date, at: datetime
) -> BankAccount:
    """Record the account to which a person is paid from a day on. The same one sent twice is recorded once.

    Args:
        actor: Who records it.
        person: Whose.
        account: As it was written; where it has no holder, the account is the person's own.
        on: Today.
        at: When.

    Raises:
        NotFound, NoIban, WrongLength, WrongCheckDigits, NotPayable, BankUnknown, BankAbroad, NoHolder,
        AccountInFuture, AccountChanged.
    """
    held = queries.person(actor, person, lock=True)
    made = _account(account, held.name, on)
    made.person, made.recorded_at, made.recorded_by_id = held, at, actor.user
    there = queries.current(person=held.pk, lock=True)
    return _recorded(actor, made, there, account.replaces)


@transaction.atomic
def record_body_account(
    *, actor: Actor, organisation: int, account: NewAccount, on: date, at: datetime
) -> BankAccount:
    """Record the account to which a body is paid, as `record_person_account` does a person's.

    Raises:
        As there.
    """
    body = queries.body(actor, organisation)
    made = _account(account, body.organisation.name, on)
    made.organisation, made.recorded_at, made.recorded_by_id = body.organisation, at, actor.user
    there = queries.current(organisation=organisation, lock=True)
    return _recorded(actor, made, there, account.replaces)


def _account(account: NewAccount, owner: str, on: date) -> BankAccount:
    whose = tidy(account.holder or owner)
    number, is_confirmed = _number(account.iban, whose, account.is_confirmed)
    if account.starts_on > on:
        raise rules.AccountInFuture(day=f"{account.starts_on:%d/%m/%Y}")
    return BankAccount(iban=number, holder=whose, starts_on=account.starts_on, is_confirmed=is_confirmed)


def _number(iban: str, whose: str, is_confirmed: bool) -> tuple[str, bool]:
    number = rules.iban(iban)
    if not 0 < len(whose) <= LONGEST_HOLDER:
        raise rules.NoHolder(most=LONGEST_HOLDER)
    doubt = rules.why_not_record(number)
    if doubt and not is_confirmed:
        raise doubt
    return number, doubt is not None


def _recorded(actor: Actor, made: BankAccount, there: list[BankAccount], replaces: int | None) -> BankAccount:
    for one in there:
        if (one.iban, one.holder) == (made.iban, made.holder) and len(there) == 1:
            return one
    if there and replaces not in {one.pk for one in there}:
        raise rules.AccountChanged(ending=there[0].iban[-4:])
    for one in there:
        one.ends_on = max(made.starts_on, one.starts_on)
        one.save(update_fields=["ends_on"])
    made.save(force_insert=True)
    audit.record(
        actor,
        "plans.account-recorded",
        made,
        person=made.person_id,
        replaced=len(there),
        confirmed=made.is_confirmed,
    )
    return made


@transaction.atomic
def end_person_account(*, actor: Actor, person: UUID, account: int, on: date) -> None:
    """End a person's account: nothing is paid until another is recorded.

    Raises:
        NotFound, AccountChanged.
    """
    held = queries.person(actor, person, lock=True)
    there = queries.current(person=held.pk, lock=True)
    for one in there:
        if one.pk == account:
            one.ends_on = max(on, one.starts_on)
            one.save(update_fields=["ends_on"])
            audit.record(actor, "plans.account-ended", one, person=held.pk)
            return
    raise rules.AccountChanged(ending=there[0].iban[-4:] if there else "–")


@transaction.atomic
def set_treasury(
    *, actor: Actor, project: int, payer: str, iban: str, bic: str, is_confirmed: bool, version: int
) -> Treasury:
    """Say as whom and from which account a project pays.

    Args:
        actor: Who says so.
        project: Which.
        payer: As banks print it.
        iban: As it was written.
        bic: The bank's; found by the account's number where it is empty.
        is_confirmed: Whether somebody looked twice at a bank that is abroad or in no register.
        version: Of what the actor read; 0 where there was nothing yet.

    Raises:
        NotFound, NoIban, WrongLength, WrongCheckDigits, NotPayable, NoBic, BankUnknown, BankAbroad, NoHolder,
        ChangedMeanwhile.
    """
    _project, held = queries.treasury(actor, project)
    name = tidy(payer)
    number, _is_doubtful = _number(iban, name, is_confirmed)
    wanted: dict[str, Any] = {
        "payer": name,
        "iban": number,
        "bic": rules.bic(bic) or rules.bank_of(number).bic,
    }
    if held is None:
        held, is_new = Treasury.objects.get_or_create(project_id=project, defaults=wanted)
        if is_new:
            audit.record(actor, "plans.treasury-set", held, project=project)
            return held
    return _changed(actor, held, wanted, version)


def _changed(actor: Actor, seen: Treasury, wanted: dict[str, Any], version: int) -> Treasury:
    held = Treasury.objects.select_for_update().get(pk=seen.pk)
    saved = {name: getattr(held, name) for name in wanted}
    if saved == wanted:
        return held
    if held.version != version:
        raise ChangedMeanwhile(version=held.version, differences=differences(saved, wanted))
    for name, value in wanted.items():
        setattr(held, name, value)
    held.version += 1
    held.save()
    audit.record(actor, "plans.treasury-set", held, project=held.project_id)
    return held
