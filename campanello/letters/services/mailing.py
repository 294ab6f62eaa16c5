"""Sends letters by e-mail to who wishes so; each goes out once, and what failed can be tried again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, override

from campanello.core.period import day_of
from campanello.letters.models import Letter
from campanello.letters.queries import readers
from campanello.letters.rules.values import CONFIDENTIAL, OFFICIAL
from campanello.people.queries import merges

# As long as nobody else takes a letter in hand that somebody is sending.
IN_HAND = timedelta(minutes=15)


@dataclass(frozen=True)
class Outcome:
    """What came of sending: how many went out, how many failed."""

    sent: int = 0
    failed: int = 0


def send_now(keys: Sequence[int], at: datetime) -> Outcome:
    """Send the e-mails of some letters that have not gone out. Outside any transaction: a server may take long."""
    waiting = Letter.objects.filter(pk__in=keys, way="email", emailed_at=None, person__restricted_at=None)
    root_of = {key: ids[0] for key, ids in merges.ids_of_many(one.person_id for one in waiting).items()}
    found = readers.readers(readers.standing(root_of), day_of(at))
    mails = {key: found[root].email for key, root in root_of.items() if root in found}
    by = get_connection()
    states = [_sent(one, mails, at, by) for one in waiting.select_related("sender")]
    by.close()
    return Outcome(states.count(True), states.count(False))


def _sent(letter: Letter, mails: dict[int, str], at: datetime, by: BaseEmailBackend) -> bool | None:
    """Whether it went out; None where somebody else has it in hand."""
    mine = Letter.objects.filter(pk=letter.pk, emailed_at=None)
    free = Q(mail_tried_at=None) | Q(mail_tried_at__lt=at - IN_HAND)
    if not mine.filter(free).update(mail_tried_at=at):
        return None
    to = mails.get(letter.person_id)
    if not to:
        # They took their consent back, or are another record now: on paper then.
        mine.update(way="paper")
        return False
    mail = EmailMessage(letter.title_it, _text(letter), to=[to], connection=by)
    try:
        mail.send()
    except (SMTPException, OSError, ValueError):
        mine.update(mail_tried_at=at - IN_HAND - timedelta(seconds=1))
        return False
    mine.update(emailed_at=at)
    return True


def _text(letter: Letter) -> str:
    """The letter in the reader's language, then in Italian; of what is confidential, that it came and where it is."""
    parts = []
    for language in dict.fromkeys((letter.language, OFFICIAL)):
        title, body = (
            (letter.title, letter.body) if language == letter.language else (letter.title_it, letter.body_it)
        )
        if letter.kind in CONFIDENTIAL:
            with override(language):
                body = gettext(
                    "%(sender)s has written to you. What it says is not for a mailbox: read it in your app, or ask at "
                    "the lab."
                ) % {"sender": letter.sender.name}
        parts.append(f"{title}\n\n{body}")
    parts.append(link(letter))
    return "\n\n".join(part for part in parts if part)


def link(letter: Letter) -> str:
    """Where a letter is read in the app, on the first of the installation's hosts."""
    scheme = "https" if settings.IS_HTTPS else "http"
    host = next((one.lstrip("*.") for one in settings.ALLOWED_HOSTS if one.lstrip("*.")), "localhost")
    return f"{scheme}://{host}{reverse('resident:letter', args=[letter.uid])}"
