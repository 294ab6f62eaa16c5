"""What erasing a person does to plans and what hangs on them: what was written goes; days, hours, sums and states stay.

Papers that auditors want are gone through first: whoever has a plan under way, or one whose papers are still kept, is
not erased (`people.rules.retention`). Applications and documents are `applying_retention`'s.
"""

from collections.abc import Collection

from django.db.models import F, Q, QuerySet

from campanello.people.rules.erasure import without_words
from campanello.plans.models import (
    Assessment,
    Attendance,
    BankAccount,
    Candidacy,
    CommonGoodWork,
    ContactTry,
    DimensionScore,
    Document,
    GivenBack,
    Goal,
    JobFound,
    Pact,
    PactParty,
    PactReview,
    PactTerms,
    Payment,
    Plan,
    PlanAct,
    PlanService,
    PlanVersion,
    Result,
    Signature,
    Task,
    TeamMember,
    Traineeship,
    TutorVisit,
    WorkWish,
)

# Where a text must stand, and none may.
GONE = "…"


def forget(keys: Collection[int], words: frozenset[str]) -> None:
    """Take out what was written of erased people, and their names out of the pacts that they made with others."""
    _forget_plans(keys)
    _forget_accounts(keys)
    _forget_assessments(keys)
    _forget_pacts(keys, words)
    _forget_placements(keys)


def _forget_plans(keys: Collection[int]) -> None:
    mine = Plan.objects.filter(person__in=keys)
    # A scan goes with the other documents; a drawing is as good as a name.
    Signature.objects.filter(person__in=keys).update(strokes=None)
    scans = Document.objects.filter(Q(person__in=keys) | Q(application__person__in=keys))
    Signature.objects.filter(
        Q(person__in=keys) | Q(plan_version__plan__in=mine) | Q(document__in=scans)
    ).update(document=None)
    mine.filter(state="draft").update(state="withdrawn", closed_on=F("starts_on"), version=F("version") + 1)
    mine.update(goal="")
    PlanVersion.objects.filter(plan__in=mine).exclude(reason="").update(reason=GONE)
    PlanService.objects.filter(plan_version__plan__in=mine).exclude(calendar="").update(calendar="")
    PlanAct.objects.filter(plan__in=mine).update(reason="")
    Attendance.objects.filter(plan__in=mine).exclude(reason="").update(reason=GONE)
    Result.objects.filter(plan__in=mine).update(qualification="", source="")
    ContactTry.objects.filter(result__plan__in=mine).update(note="")


def _forget_accounts(keys: Collection[int]) -> None:
    """Sums and days of what was paid stay, and that it went to one account or to another."""
    mine = BankAccount.objects.filter(person__in=keys)
    mine.exclude(pk__in=Payment.objects.exclude(account=None).values("account")).delete()
    mine.filter(ends_on=None).update(ends_on=F("starts_on"))
    mine.update(iban="", holder="")
    Payment.objects.filter(line__person__in=keys).exclude(reason="").update(reason="")


def _forget_assessments(keys: Collection[int]) -> None:
    mine = Assessment.objects.filter(person__in=keys)
    mine.update(summary="")
    DimensionScore.objects.filter(assessment__in=mine).update(reason="")
    TeamMember.objects.filter(person__in=keys).exclude(who="").update(who=GONE)
    Goal.objects.filter(person__in=keys).update(title=GONE, outcome="")
    Task.objects.filter(goal__person__in=keys).update(title=GONE, who="")
    work = CommonGoodWork.objects.filter(person__in=keys)
    work.update(what=GONE, place="")
    work.exclude(cancelled_why="").update(cancelled_why=GONE)


def _forget_pacts(keys: Collection[int], words: frozenset[str]) -> None:
    """Where others stay in a pact, so do its words, without the names; terms can't be rewritten, but emptied."""
    GivenBack.objects.filter(person__in=keys).update(what=GONE)
    pacts = Pact.objects.filter(parties__person__in=keys).distinct()
    others = PactParty.objects.exclude(person__in=keys).filter(person__erased_at=None).values("pact")
    shared, own = pacts.filter(pk__in=others), [one.pk for one in pacts.exclude(pk__in=others)]
    _without(shared, words, "title", "ended_why")
    _without(PactReview.objects.filter(pact__in=shared.values("pk")), words, "note")
    Pact.objects.filter(pk__in=own).update(title="", ended_why="")
    PactReview.objects.filter(pact__in=own).update(note="")
    naming = [
        one.pk
        for one in PactTerms.objects.filter(pact__in=shared.values("pk"))
        if any(without_words(text, words) != text for text in (one.gets, one.gives, one.reason))
    ]
    emptied = PactTerms.objects.filter(Q(pact__in=own) | Q(pk__in=naming))
    emptied.exclude(reason="").update(reason=GONE)
    emptied.update(gets=GONE, gives=GONE)


def _forget_placements(keys: Collection[int]) -> None:
    mine = Traineeship.objects.filter(person__in=keys)
    mine.exclude(closed_why="").update(closed_why=GONE)
    mine.update(role=GONE, host_tutor="")
    TutorVisit.objects.filter(traineeship__in=mine).update(note="")
    waiting = Candidacy.objects.filter(person__in=keys, state__in=["proposed", "sent", "interview"])
    waiting.update(state="withdrawn", version=F("version") + 1)
    Candidacy.objects.filter(person__in=keys).update(note="")
    JobFound.objects.filter(person__in=keys).update(contract="", employer="")
    WorkWish.objects.filter(person__in=keys).delete()


def _without(rows: QuerySet[Pact] | QuerySet[PactReview], words: frozenset[str], *fields: str) -> None:
    for row in rows:
        new = {field: without_words(getattr(row, field), words) for field in fields}
        if any(getattr(row, field) != text for field, text in new.items()):
            type(row)._default_manager.filter(pk=row.pk).update(**new)
