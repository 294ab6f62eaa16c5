"""Keeps the replies that an organisation writes once and uses often."""

from django.db import transaction

from campanello.core import audit
from campanello.core.access import NotFound
from campanello.core.actor import Actor
from campanello.lab.models import ReplyTemplate
from campanello.lab.queries import templates as queries
from campanello.lab.rules import reports, values
from campanello.lab.rules import templates as rules
from campanello.lab.rules.templates import Reply


@transaction.atomic
def save_reply(*, actor: Actor, reply: Reply) -> ReplyTemplate:
    """Keep a reply for one's organisation: a new one, or with `reply.key` another text of one that is there.

    Raises:
        NotFound: The actor answers no reports, or the reply is not theirs.
        NoTitle, NoItalian, UnknownGap, BrokenGap, TitleTaken, NoSuchValue.
    """
    own = queries.organisations(actor)
    if not own:
        raise NotFound
    if refusal := rules.why_not_keep(reply):
        raise refusal
    if reply.state and reply.state not in values.REPORT_STATES:
        raise reports.NoSuchValue(value=reply.state[:20], known=", ".join(values.REPORT_STATES))
    row = queries.template(actor, reply.key, lock=True) if reply.key else ReplyTemplate(owner_id=own[0])
    row.title, row.state = reply.title.strip(), reply.state
    row.texts = rules.languages_of(reply.texts)
    if ReplyTemplate.objects.filter(owner=row.owner_id, title=row.title).exclude(pk=row.pk).exists():
        raise rules.TitleTaken(title=row.title)
    row.save()
    audit.record(actor, "lab.reply-saved", row, languages=sorted(row.texts))
    return row


@transaction.atomic
def delete_reply(*, actor: Actor, key: int) -> None:
    """Delete a reply of one's organisation; the shipped one of its title, if there is one, counts again.

    Raises:
        NotFound: Absent, or somebody else's.
    """
    row = queries.template(actor, key, lock=True)
    audit.record(actor, "lab.reply-deleted", row)
    row.delete()
