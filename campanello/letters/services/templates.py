"""Writes templates: each change makes a new number, and letters that were sent keep their text."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify

from campanello.core import audit
from campanello.core.access import NotFound, Right
from campanello.core.actor import Actor
from campanello.core.errors import Conflict
from campanello.core.errors import gettext_noop as _
from campanello.letters.models import Template
from campanello.letters.queries import templates as queries
from campanello.letters.rules import writing as rules
from campanello.letters.rules.values import KINDS, OFFICIAL

LONGEST_CODE = 40


class TemplateMoved(Conflict):
    """A template that somebody has written anew meanwhile."""

    code = "letters.template-moved"
    text = _("Number %(number)s of this letter was written meanwhile. Look at it, then write yours anew.")


@transaction.atomic
def write(
    *,
    actor: Actor,
    uid: UUID,
    project: int,
    sender: int,
    kind: str,
    texts: Mapping[str, Sequence[str]],
    on: date,
    at: datetime,
) -> Template:
    """A new template. `uid` is made by the form: sent twice, it is written once.

    Raises:
        NotFound: The project or the sender is not the actor's.
        NoOfficialText, HalfAText, TooLong, UnknownPlace, BrokenBraces.
    """
    if there := Template.objects.visible_to(actor, Right.WRITE_LETTERS).filter(uid=uid).first():
        return there
    told = _checked(texts, on)
    if kind not in KINDS:
        raise NotFound
    made = Template(
        uid=uid,
        project=queries.project(actor, project),
        sender=queries.sender(actor, sender, project),
        code=_free_code(project, told[OFFICIAL].title),
        kind=kind,
    )
    return _kept(actor, made, told, at)


@transaction.atomic
def write_anew(
    *, actor: Actor, uid: UUID, number: int, texts: Mapping[str, Sequence[str]], on: date, at: datetime
) -> Template:
    """The next number of a template. One that says the same is not written.

    Args:
        actor: Who writes.
        uid: Of the number that was read.
        number: The same as a figure.
        texts: All of them.
        on: The day.
        at: The moment.

    Raises:
        NotFound, NotYours.
        TemplateMoved: There is a later number.
        NoOfficialText, HalfAText, TooLong, UnknownPlace, BrokenBraces.
    """
    old = queries.template(actor, uid, right=Right.WRITE_LETTERS, lock=True)
    if not old.is_current or old.number != number:
        latest = queries.numbers(old).values_list("number", flat=True).first()
        raise TemplateMoved(number=latest)
    told = _checked(texts, on)
    if told == queries.texts_of(old):
        return old
    Template.objects.filter(pk=old.pk).update(is_current=False)
    made = Template(
        project_id=old.project_id,
        sender_id=old.sender_id,
        code=old.code,
        kind=old.kind,
        number=old.number + 1,
    )
    return _kept(actor, made, told, at)


def _checked(texts: Mapping[str, Sequence[str]], on: date) -> dict[str, rules.Text]:
    told = rules.tidy(texts)
    if refusal := rules.why_not_keep(told, on):
        raise refusal
    return told


def _kept(actor: Actor, made: Template, told: Mapping[str, rules.Text], at: datetime) -> Template:
    made.titles = {code: text.title for code, text in told.items()}
    made.bodies = {code: text.body for code, text in told.items()}
    made.made_at, made.made_by_id = at, actor.user
    made.save(force_insert=True)
    audit.record(actor, "letters.template-written", made, number=made.number, languages=sorted(told))
    return made


def _free_code(project: int, title: str) -> str:
    begin = slugify(title)[: LONGEST_CODE - 4] or "lettera"
    taken = set(
        Template.objects.filter(project=project, code__startswith=begin).values_list("code", flat=True)
    )
    return next(one for n in range(1, 1000) if (one := begin if n == 1 else f"{begin}-{n}") not in taken)
