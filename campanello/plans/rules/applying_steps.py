"""The questions of the on-line form, a step a screen: what is asked, why, what may be answered. Knows no page.

What only some requirements turn on is asked where a measure has them. What somebody does not know, or prefers not to
say, is an answer of its own and never in the way of sending.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from campanello.core.errors import gettext_noop as _
from campanello.people.rules.values import DECLINED, EMPLOYMENT, NONE, SPECIAL_KINDS

UNKNOWN = "unknown"
YES, NO = "yes", "no"
_I_DECLINE = _("I prefer not to say")
_YES_NO = {YES: _("Yes"), NO: _("No")}
YES_NO_UNKNOWN = {**_YES_NO, UNKNOWN: _("I do not know")}
YES_NO_DECLINED = {**_YES_NO, DECLINED: _I_DECLINE}
SEXES = {"F": _("Woman"), "M": _("Man"), "X": _("Another"), DECLINED: _I_DECLINE}
WORK = {
    "unemployed": _("I have no work and look for some"),
    "first_job_seeker": _("I have never worked and look for a first job"),
    "employed": _("I work"),
    "student": _("I study"),
    "retired": _("I am retired"),
    "inactive": _("I neither work nor look for work"),
    DECLINED: _I_DECLINE,
}
PERMIT = {
    "valid": _("Yes, I have one"),
    "renewing": _("I have asked for a new one and wait for it"),
    "missing": _("No"),
    DECLINED: _I_DECLINE,
}
SITUATIONS = {
    "disability": _("I have a disability"),
    "detention": _("I am or was in prison or under a measure of the court"),
    "addiction": _("I have or had an addiction"),
    "migrant": _("I am a migrant or of foreign origin"),
    "other": _("Another difficulty"),
    NONE: _("None of these"),
    DECLINED: _I_DECLINE,
}
BEST_TIMES = {
    "any": _("At any time"),
    "morning": _("In the morning"),
    "afternoon": _("In the afternoon"),
    "evening": _("In the evening"),
}
assert WORK.keys() == EMPLOYMENT.keys()  # one list of values, said here as one says it of oneself
assert SITUATIONS.keys() == SPECIAL_KINDS.keys()


class Shape(StrEnum):
    """How a question is answered."""

    NAME = "name"
    LINE = "line"
    PHONE = "phone"
    EMAIL = "email"
    BIRTH = "birth"
    DAY = "day"
    TICK = "tick"
    ONE = "one"
    MANY = "many"
    COUNTRY = "country"
    LANGUAGES = "languages"


@dataclass(frozen=True)
class Question:
    """One field: the name of its answer, what is asked, how it is answered.

    `serves`: the fact of the eligibility contract without which it is not asked; empty, it is always asked.
    """

    name: str
    label: str
    shape: Shape
    help: str = ""
    values: Mapping[str, str] | None = None
    is_required: bool = True
    longest: int = 100
    serves: str = ""


@dataclass(frozen=True)
class Step:
    """One screen. `is_special`: what is answered is of a special category, for the stricter role alone."""

    code: str
    title: str
    questions: tuple[Question, ...]
    why: str = ""
    is_special: bool = False


STEPS: tuple[Step, ...] = (
    Step(
        "notice",
        _("What happens with what you tell us"),
        (Question("has_read", _("I have read it, or somebody read it to me"), Shape.TICK),),
    ),
    Step(
        "name",
        _("What is your name?"),
        (
            Question("given_name", _("First name"), Shape.NAME, _("As it is written in your document.")),
            Question("family_name", _("Family name"), Shape.NAME),
        ),
    ),
    Step(
        "birth",
        _("When were you born?"),
        (Question("birth_date", _("Date of birth"), Shape.BIRTH, _("For example: 27 3 1985")),),
        why=_(
            "So that we do not take you for somebody with the same name, and because of the age that is asked."
        ),
    ),
    Step(
        "sex",
        _("How do you describe yourself?"),
        (Question("sex", _("I am"), Shape.ONE, values=SEXES),),
        why=_("This measure helps women first."),
    ),
    Step(
        "reach",
        _("How can we reach you?"),
        (
            Question("phone", _("Telephone number"), Shape.PHONE, is_required=False),
            Question("has_whatsapp", _("I have WhatsApp on this number"), Shape.TICK, is_required=False),
            Question("email", _("E-mail"), Shape.EMAIL, is_required=False),
            Question(
                "other_way",
                _("If you have neither: where or through whom?"),
                Shape.LINE,
                _("A neighbour, a relative, a place where we meet you."),
                is_required=False,
            ),
            Question(
                "wants_call",
                _("Please call me: I would like to speak to somebody"),
                Shape.TICK,
                is_required=False,
            ),
            Question("best_time", _("When is a good time?"), Shape.ONE, values=BEST_TIMES, is_required=False),
        ),
        why=_("One of these is enough. We use it for this application only."),
    ),
    Step(
        "languages",
        _("Which languages do you speak?"),
        (
            Question("languages", _("Languages"), Shape.LANGUAGES, is_required=False),
            Question(
                "more_languages",
                _("Others, if they are not in the list"),
                Shape.LINE,
                is_required=False,
            ),
        ),
        why=_("So that somebody who speaks your language can call you."),
    ),
    Step(
        "citizenship",
        _("Which country are you a citizen of?"),
        (
            Question(
                "citizenship",
                _("Country"),
                Shape.COUNTRY,
                _("If there are several, the one you count first."),
            ),
        ),
    ),
    Step(
        "permit",
        _("Do you have a residence permit?"),
        (
            Question(
                "permit",
                _("Residence permit or card"),
                Shape.ONE,
                values=PERMIT,
                serves="permit_expires_on",
            ),
            Question(
                "permit_expires_on",
                _("Until when is it valid?"),
                Shape.DAY,
                _("If you have one. The date stands on the front."),
                is_required=False,
            ),
        ),
        why=_("Who waits for a renewal can apply too: we look at it together."),
    ),
    Step(
        "home",
        _("Where do you live?"),
        (
            Question(
                "resident_in_area",
                _("Do you live in the neighbourhood of the project?"),
                Shape.ONE,
                values=YES_NO_UNKNOWN,
            ),
            Question("address", _("Street and number"), Shape.LINE, is_required=False, longest=200),
        ),
    ),
    Step(
        "work",
        _("What is your work today?"),
        (Question("employment_status", _("Work"), Shape.ONE, values=WORK),),
    ),
    Step(
        "naspi",
        _("Do you get the unemployment benefit?"),
        (
            Question(
                "receives_naspi",
                _("NASpI"),
                Shape.ONE,
                _("NASpI is the money that INPS pays each month to who has lost a job."),
                YES_NO_UNKNOWN,
            ),
        ),
    ),
    Step(
        "other_policy",
        _("Do you take part in another public programme to find work?"),
        (
            Question(
                "other_public_policy",
                _("Another programme"),
                Shape.ONE,
                _("For example: GOL, Dote Unica Lavoro, a traineeship paid by the Region."),
                YES_NO_UNKNOWN,
            ),
        ),
    ),
    Step(
        "hardship",
        _("Are things difficult at the moment?"),
        (
            Question(
                "economic_hardship",
                _("Is there too little money for what you need?"),
                Shape.ONE,
                values=YES_NO_DECLINED,
            ),
            Question(
                "housing_hardship",
                _("Is your home a problem?"),
                Shape.ONE,
                _("For example: rent that you can't pay, too little room, no contract."),
                YES_NO_DECLINED,
            ),
        ),
    ),
    Step(
        "situation",
        _("Is one of these true of you?"),
        (Question("disadvantages", _("Choose what is true"), Shape.MANY, values=SITUATIONS),),
        why=_("You need not say. Only who follows your case reads it."),
        is_special=True,
    ),
    Step(
        "lab",
        _("How do you know us?"),
        (
            Question(
                "lab_participation",
                _("Have you taken part in something of the lab, or been at its desk?"),
                Shape.ONE,
                values=YES_NO_UNKNOWN,
            ),
            Question("came_through", _("Who told you of this?"), Shape.LINE, is_required=False, longest=40),
        ),
    ),
)
# No answers: photos and files, which are kept by themselves.
DOCUMENTS = Step(
    "documents",
    _("Do you have documents to show?"),
    (),
    why=_("You can send without them and add them later, or bring them to the desk."),
)
