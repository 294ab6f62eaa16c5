"""The values that a person's facts may have, with the words for them.

*None* (asked, and there is none), *not recorded* (nobody asked yet) and *declined* (asked, not answered) are three
values everywhere: an empty text is *not recorded*, `DECLINED` and `NONE` are codes of their own.

Source: dataset contract, version 1; FEATURES section P.
"""

from campanello.core.errors import gettext_noop as _

NOT_RECORDED, DECLINED, NONE = "", "declined", "none"

SEXES = {"F": _("Female"), "M": _("Male"), "X": _("Another"), DECLINED: _("Declined to say")}
EDUCATION = {
    NONE: _("No qualification"),
    "primary": _("Primary school"),
    "lower_secondary": _("Lower secondary school"),
    "upper_secondary": _("Upper secondary school"),
    "tertiary": _("University or after secondary school"),
    DECLINED: _("Declined to say"),
}
EMPLOYMENT = {
    "employed": _("Employed"),
    "unemployed": _("Unemployed"),
    "first_job_seeker": _("Looking for a first job"),
    "inactive": _("Neither working nor looking"),
    "student": _("Student"),
    "retired": _("Retired"),
    DECLINED: _("Declined to say"),
}
# How a fact is known.
BASES = {
    "declared": _("Said by the person"),
    "register": _("From a register or document"),
    "estimated": _("Estimated by the team"),
}
SPECIAL_KINDS = {
    "disability": _("Disability"),
    "detention": _("Detention"),
    "addiction": _("Addiction"),
    "migrant": _("Migrant or of foreign origin"),
    "other": _("Another vulnerability"),
    NONE: _("Asked, none found"),
    DECLINED: _("Declined to say"),
}
# Asked about all of them, with one answer for all.
ANSWERS_FOR_ALL = frozenset({NONE, DECLINED})
CODE_KINDS = {
    "cf": _("Codice fiscale"),
    "cf_provisional": _("Provisional codice fiscale"),
    "stp": _("STP code"),
    "eni": _("ENI code"),
    "local": _("Local code"),
}
WHY_LOCAL = {
    "no_documents": _("Has no documents"),
    "waiting": _("Is waiting for a code"),
    "declined": _("Prefers not to give it"),
    "newborn": _("Newborn"),
    "not_at_hand": _("Did not have it at hand"),
}
CONTACT_KINDS = {
    "phone": _("Telephone"),
    "whatsapp": _("WhatsApp"),
    "email": _("E-mail"),
    "neighbour": _("Through a neighbour"),
    "door": _("At the door"),
}
MEMBER_ROLES = {
    "head": _("Reference person"),
    "partner": _("Spouse or partner"),
    "child": _("Son or daughter"),
    "parent": _("Father or mother"),
    "relative": _("Another relative"),
    "other": _("Not a relative"),
    "carer": _("Carer living in"),
}
HOUSEHOLD_KINDS = {"registry": _("Registry household"), "isee": _("ISEE household")}
PERMIT_KINDS = {
    "LAV_SUB": _("Employed work"),
    "LAV_AUT": _("Self-employed work"),
    "ATTESA_OCC": _("Waiting for work"),
    "FAMIGLIA": _("Family"),
    "STUDIO": _("Study"),
    "ASILO": _("Asylum"),
    "SUSSIDIARIA": _("Subsidiary protection"),
    "PROT_SPECIALE": _("Special protection"),
    "PROT_TEMP": _("Temporary protection"),
    "RICHIESTA_ASILO": _("Asylum seeker"),
    "UE_LUNGO_PERIODO": _("Long-term EU resident"),
    "CARTA_FAM_UE": _("Family member of an EU citizen"),
    "CURE": _("Medical care"),
    "MINORE": _("Minor"),
    "CASI_SPECIALI": _("Special cases"),
    "ELETTIVA": _("Elective residence"),
    "ALTRO": _("Another kind"),
}
CONSENT_PURPOSES = {
    "contact": _("Be contacted by telephone, message or e-mail"),
    "skills_map": _("Appear with skills on the building's map"),
    "referral": _("Share my details with another service"),
    "photo": _("Be in photographs of activities"),
    "research": _("Be asked to take part in studies"),
}
HOW_GIVEN = {
    "paper": _("On paper"),
    "screen": _("On the screen"),
    "voice": _("By word of mouth, before two operators"),
}
SKILL_DIRECTIONS = {"offered": _("Offers"), "wanted": _("Looks for")}
STRANDS = {"lab": _("Social lab"), "plan": _("Personal plan")}
PLAN_STATUSES = {
    "in_progress": _("Under way"),
    "completed": _("Completed"),
    "withdrawn": _("Withdrawn"),
}
# What a person may let another do for them in the residents' app.
SCOPES = {
    "points": _("See points, debt and movements"),
    "spend": _("Put points towards the rent, and donate them"),
    "letters": _("Read letters"),
    "activities": _("Sign up for activities"),
    "reports": _("Report problems and follow them"),
    "plan": _("See the personal plan and the pact"),
}
DELEGATION_BASES = {
    "app": _("Given by the person in the app"),
    "in_person": _("Said in person, at the desk"),
    "paper": _("A signed paper was seen"),
    "court": _("Named by a court"),
}
