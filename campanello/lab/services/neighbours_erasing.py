"""What erasing a person does to referrals, mandates, calls, votes and messages: what was written goes, counts stay."""

from collections.abc import Collection

from django.db.models import F

from campanello.lab.models import Antenna, CallRequest, Message, Referral
from campanello.people.models import Involvement
from campanello.people.rules.erasure import without_words


def forget(keys: Collection[int], words: frozenset[str]) -> None:
    """Take out what was written of an erased person, and their names out of the calls that their labs were asked for.

    A referral that waits is withdrawn, and a mandate that is open ends: nobody is left who could be sent or tell.
    """
    Referral.objects.filter(person__in=keys, state__in=["sent", "accepted"]).update(
        state="withdrawn", version=F("version") + 1
    )
    Referral.objects.filter(person__in=keys).update(reason="", answer="")
    mandates = Antenna.objects.filter(person__in=keys)
    mandates.filter(ends_on=None).update(ends_on=F("starts_on"), version=F("version") + 1)
    mandates.update(mandate="")
    Message.objects.filter(person__in=keys).update(text="", subject="", why_failed="")
    Message.objects.filter(person__in=keys).exclude(state="sent").update(state="failed")
    CallRequest.objects.filter(person__in=keys).update(who="", why="", answer="")
    _forget_in_calls(keys, words)


def _forget_in_calls(keys: Collection[int], words: frozenset[str]) -> None:
    """An antenna or a colleague may have named them in words, without their record."""
    labs = Involvement.objects.filter(person__in=keys).values("project")
    for call in CallRequest.objects.filter(project__in=labs):
        new = [without_words(text, words) for text in (call.who, call.why, call.answer)]
        if new != [call.who, call.why, call.answer]:
            who, why, answer = new
            CallRequest.objects.filter(pk=call.pk).update(who=who, why=why, answer=answer)
