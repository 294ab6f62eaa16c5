"""The audit trail in words: a whole sentence for each deed. Whom it concerned stands beside, for who may know."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from campanello.core.audit_trail import SORTS
from campanello.people.queries.access_log import Line

SENTENCES = {
    "accounts.invitation-accepted": _("%(who)s accepted an invitation."),
    "accounts.invitation-revoked": _("%(who)s revoked an invitation."),
    "accounts.invited": _("%(who)s invited somebody."),
    "accounts.logged-in": _("%(who)s logged in."),
    "accounts.logged-out": _("%(who)s logged out."),
    "accounts.own-changed": _("%(who)s changed their own account."),
    "accounts.role-ended": _("%(who)s ended a role."),
    "accounts.role-given": _("%(who)s gave a role."),
    "accounts.second-factor-removed": _("%(who)s removed a second proof."),
    "accounts.sessions-ended": _("%(who)s ended log-ins."),
    "accounts.token-made": _("%(who)s made a key for programs."),
    "accounts.token-revoked": _("%(who)s revoked a key for programs."),
    "accounts.unlocked": _("%(who)s unlocked an account."),
    "accounts.user-deactivated": _("%(who)s deactivated an account."),
    "accounts.user-made": _("%(who)s made an account."),
    "accounts.user-reactivated": _("%(who)s reactivated an account."),
    "core.audit-exported": _("%(who)s took the audit trail out as a file."),
    "core.audit-read": _("%(who)s read the audit trail."),
    "core.audit-trimmed": _(
        "%(who)s deleted entries of this trail that were older than the period of retention."
    ),
    "core.person-audit-read": _("%(who)s read who has looked at a person."),
    "core.refused": _("%(who)s was refused a page."),
    "evaluation.snapshot-written": _("%(who)s wrote a pseudonymised dataset for the evaluation."),
    "homes.arrears-corrected": _("%(who)s corrected a statement of arrears."),
    "homes.arrears-imported": _("%(who)s imported statements of arrears."),
    "homes.arrears-stated": _("%(who)s recorded a statement of arrears."),
    "homes.arrears-read": _("%(who)s read statements of arrears."),
    "homes.building-added": _("%(who)s added a building."),
    "homes.building-edited": _("%(who)s changed a building."),
    "homes.buildings-exported": _("%(who)s took the list of buildings out as a file."),
    "homes.doorbells-exported": _("%(who)s took a building's doorbells out as a file."),
    "homes.dwelling-added": _("%(who)s added a dwelling."),
    "homes.dwelling-edited": _("%(who)s changed a dwelling."),
    "homes.dwelling-read": _("%(who)s read a dwelling's page with a tenant's name."),
    "homes.neighbourhood-added": _("%(who)s added a neighbourhood."),
    "homes.panel-read": _("%(who)s saw a doorbell panel with a name."),
    "homes.skills-read": _("%(who)s saw the map of skills with a name."),
    "homes.stair-added": _("%(who)s added a stair."),
    "homes.tenancies-imported": _("%(who)s imported tenancies."),
    "homes.tenancy-ended": _("%(who)s ended a tenancy."),
    "homes.tenancy-followed": _("%(who)s put another tenant in a contract."),
    "homes.tenancy-started": _("%(who)s started a tenancy."),
    "homes.tenancy-tenure": _("%(who)s changed a tenancy's title."),
    "homes.tenant-found": _("%(who)s found a tenant by searching."),
    "people.candidate-shown": _("%(who)s was shown a person who may be the one to register."),
    "people.consent-given": _("%(who)s recorded a consent."),
    "people.consent-withdrawn": _("%(who)s recorded that a consent was withdrawn."),
    "people.consents-read": _("%(who)s read a person's consents."),
    "people.data-exported": _("%(who)s handed out all data of a person, who asked for them."),
    "people.history-read": _("%(who)s read the history of a record."),
    "people.household-closed": _("%(who)s closed a household."),
    "people.household-edited": _("%(who)s changed a household."),
    "people.household-read": _("%(who)s read a household's page with a name."),
    "people.imported": _("%(who)s imported people."),
    "people.notice-given": _("%(who)s recorded that a notice was handed out."),
    "people.pair-answered": _("%(who)s said whether two records are one person."),
    "people.pair-read": _("%(who)s compared two records."),
    "people.pairs-found": _("%(who)s let records be compared by the program."),
    "people.pairs-listed": _("%(who)s read the list of pairs with a name."),
    "people.people-exported": _("%(who)s took a table of people out as a file."),
    "people.person-edited": _("%(who)s changed a person's own facts."),
    "people.person-erased": _("%(who)s erased a person's data."),
    "people.person-exported": _("%(who)s took a person's row out in a table."),
    "people.person-found": _("%(who)s found a person by searching."),
    "people.person-joined": _("%(who)s registered a person whom another project knew."),
    "people.person-read": _("%(who)s read a person's record."),
    "people.person-registered": _("%(who)s registered a person."),
    "people.person-restricted": _("%(who)s restricted the use of a person's data."),
    "people.person-unrestricted": _("%(who)s lifted the restriction of a person's data."),
    "people.records-compared": _("%(who)s compared records."),
    "people.records-merged": _("%(who)s merged two records."),
    "people.records-unmerged": _("%(who)s undid a merge."),
    "people.rights-read": _("%(who)s opened what a person may ask for."),
    "people.skill-added": _("%(who)s recorded a skill."),
    "people.skill-ended": _("%(who)s ended a skill."),
    "people.skills-read": _("%(who)s read a person's skills."),
    "people.waiting-shown": _("%(who)s saw a person's name among what waits."),
}
# Facts of a person: what is recorded, times what was done to it.
_PARTS = {
    "code": {
        "added": _("%(who)s recorded an identity code."),
        "changed": _("%(who)s changed an identity code."),
        "ended": _("%(who)s ended an identity code."),
        "taken-back": _("%(who)s took an identity code back."),
    },
    "contacts": {
        "added": _("%(who)s recorded a way to reach a person."),
        "changed": _("%(who)s changed a way to reach a person."),
        "ended": _("%(who)s ended a way to reach a person."),
        "taken-back": _("%(who)s took a way to reach a person back."),
    },
    "special": {
        "added": _("%(who)s recorded a fact of a special category."),
        "changed": _("%(who)s changed a fact of a special category."),
        "ended": _("%(who)s ended a fact of a special category."),
        "taken-back": _("%(who)s took a fact of a special category back."),
    },
}
_OF_A_FACT = {
    "added": _("%(who)s recorded a fact about a person."),
    "changed": _("%(who)s changed a fact about a person."),
    "ended": _("%(who)s ended a fact about a person."),
    "taken-back": _("%(who)s took a fact about a person back."),
}
_OTHERWISE = _("%(who)s did something that has no name yet.")


def sentence(line: Line) -> str:
    """An entry in the reader's language."""
    return gettext(text_of(line.entry.verb)) % {"who": who(line)}


def who(line: Line) -> str:
    """Who acted: a member of the team by name, a resident or the program without one."""
    if line.is_resident:
        return gettext("A resident")
    return line.who or gettext("The program")


def text_of(verb: str) -> str:
    """The sentence of a deed, in English, with %(who)s in it."""
    if verb in SENTENCES:
        return SENTENCES[verb]
    feature, _dot, deed = verb.partition(".")
    part, _dash, done = deed.partition("-")
    if feature == "people" and done in _OF_A_FACT:
        return _PARTS.get(part, _OF_A_FACT)[done]
    return _OTHERWISE


def sort_name(sort: str) -> str:
    """Read, written, exported or refused."""
    return gettext(SORTS[sort])
