"""The audit trail in words: a whole sentence for each deed. Whom it concerned stands beside, for who may know."""

from django.utils.translation import get_language_bidi, gettext
from django.utils.translation import gettext_noop as _

from campanello.core.audit_trail import SORTS
from campanello.people.queries.access_log import Line
from campanello.staff.audit.plan_sentences import PLAN_SENTENCES
from campanello.staff.audit.point_sentences import POINT_SENTENCES

SENTENCES = (
    PLAN_SENTENCES
    | POINT_SENTENCES
    | {
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
        "accounts.users-exported": _("%(who)s took the list of users out as a file."),
        "accounts.user-reactivated": _("%(who)s reactivated an account."),
        "core.audit-exported": _("%(who)s took the audit trail out as a file."),
        "core.audit-read": _("%(who)s read the audit trail."),
        "core.audit-trimmed": _(
            "%(who)s deleted entries of this trail that were older than the period of retention."
        ),
        "core.job-asked": _("%(who)s asked for a table to be tried out or stored."),
        "core.job-begun-again": _("%(who)s let the work on a table begin again."),
        "core.job-cancelled": _("%(who)s stopped the work on a table."),
        "core.job-failed": _("The work on a table that %(who)s asked for came to nothing."),
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
        "lab.activity-added": _("%(who)s added an activity."),
        "lab.activity-edited": _("%(who)s changed an activity."),
        "lab.entry-refused": _("%(who)s sent an entry kept without a network, which was refused."),
        "lab.taken-offline": _("%(who)s took a name along for where there is no network."),
        "lab.checked-in": _("%(who)s checked somebody in to a session."),
        "lab.door-opened": _("%(who)s opened the check-in at the door of a session."),
        "lab.guests-counted": _("%(who)s counted a session's guests without a name."),
        "lab.mark-taken-back": _("%(who)s took a mark out of a register that was not signed."),
        "lab.place-given": _("%(who)s let somebody from a waiting list have a place."),
        "lab.register-corrected": _("%(who)s corrected a signed register."),
        "lab.register-exported": _("%(who)s took a register out, on paper or as a file."),
        "lab.register-marked": _("%(who)s marked somebody in a register."),
        "lab.register-read": _("%(who)s read a register with a name."),
        "lab.register-signed": _("%(who)s signed a register."),
        "lab.session-cancelled": _("%(who)s cancelled a session."),
        "lab.session-edited": _("%(who)s changed a session."),
        "lab.session-restored": _("%(who)s took the cancellation of a session back."),
        "lab.sessions-added": _("%(who)s added sessions of an activity."),
        "lab.sign-up-cancelled": _("%(who)s cancelled a sign-up."),
        "lab.sign-up-restored": _("%(who)s took the cancellation of a sign-up back."),
        "lab.sign-ups-read": _("%(who)s read a list of sign-ups with a name."),
        "lab.signed-up": _("%(who)s signed somebody up for a session."),
        "lab.antenna-changed": _("%(who)s changed a resident's mandate as an antenna."),
        "lab.antenna-ended": _("%(who)s ended a resident's mandate as an antenna."),
        "lab.antenna-exported": _("%(who)s took a resident's mandate as an antenna out in a table."),
        "lab.antenna-made": _("%(who)s gave a resident a mandate as an antenna."),
        "lab.antenna-read": _("%(who)s read a resident's mandate as an antenna."),
        "lab.antennas-exported": _("%(who)s took a table of antennas out as a file."),
        "lab.antennas-listed": _("%(who)s read the list of antennas with a name."),
        "lab.call-answered": _("%(who)s wrote down what came of a call."),
        "lab.call-asked": _("%(who)s asked that somebody be called."),
        "lab.call-reopened": _("%(who)s put a call back among those that wait."),
        "lab.calls-listed": _("%(who)s read the list of calls with a name."),
        "lab.finding-edited": _("%(who)s changed a courtyard finding."),
        "lab.finding-recorded": _("%(who)s recorded a courtyard finding."),
        "lab.finding-restored": _("%(who)s put a courtyard finding back."),
        "lab.finding-voted": _("%(who)s counted hands for a courtyard finding."),
        "lab.finding-withdrawn": _("%(who)s withdrew a courtyard finding."),
        "lab.figures-exported": _("%(who)s took a lab's figures out as a file."),
        "lab.findings-exported": _("%(who)s took courtyard findings out as a file."),
        "lab.lab-handed-over": _("%(who)s made the hand-over pack of a lab."),
        "lab.person-handed-over": _("%(who)s took a person's data along to hand them over."),
        "lab.message-addressed": _("%(who)s saw a person's name to write a message."),
        "lab.message-exported": _("%(who)s took a person's message out in a table."),
        "lab.message-failed": _("%(who)s tried to send an e-mail, which failed."),
        "lab.message-opened": _("%(who)s opened a message to send it."),
        "lab.message-prepared": _("%(who)s prepared a message."),
        "lab.message-read": _("%(who)s read a message."),
        "lab.message-sent": _("%(who)s sent a message."),
        "lab.messages-exported": _("%(who)s took the log of messages out as a file."),
        "lab.messages-listed": _("%(who)s read the log of messages with a name."),
        "lab.outreach-exported": _("%(who)s took a list of people to look for out as a file."),
        "lab.outreach-listed": _("%(who)s saw a person's name on a list of people to look for."),
        "lab.outreach-person-exported": _("%(who)s took a person's row out of a list of people to look for."),
        "lab.template-deleted": _("%(who)s deleted a template of messages."),
        "lab.template-saved": _("%(who)s saved a template of messages."),
        "lab.referral-accepted": _("%(who)s accepted a person who was sent on."),
        "lab.referral-concluded": _("%(who)s wrote down what came of a referral."),
        "lab.referral-exported": _("%(who)s took a person's referral out in a table."),
        "lab.referral-read": _("%(who)s read a referral."),
        "lab.referral-refused": _("%(who)s did not accept a person who was sent on."),
        "lab.referral-reopened": _("%(who)s took the conclusion of a referral back."),
        "lab.referral-sent": _("%(who)s sent a person on."),
        "lab.referral-withdrawn": _("%(who)s withdrew a referral."),
        "lab.referrals-exported": _("%(who)s took a table of referrals out as a file."),
        "lab.referrals-listed": _("%(who)s read the list of referrals with a name."),
        "lab.referrals-read": _("%(who)s read a person's referrals."),
        "lab.next-step-done": _("%(who)s recorded that a visit's next step is done."),
        "lab.next-step-reopened": _("%(who)s recorded that a visit's next step is not done after all."),
        "lab.opening-hours-set": _("%(who)s set a desk's opening hours."),
        "lab.recent-shown": _("%(who)s was offered a person whom the lab met lately."),
        "lab.place-saved": _("%(who)s wrote down where the lab is."),
        "lab.shift-added": _("%(who)s added a shift at the desk."),
        "lab.shift-corrected": _("%(who)s corrected a shift at the desk."),
        "lab.shift-ended": _("%(who)s ended a shift at the desk."),
        "lab.shift-started": _("%(who)s started a shift at the desk."),
        "lab.shift-struck": _("%(who)s took a shift at the desk out."),
        "lab.visit-cancelled": _("%(who)s cancelled a visit."),
        "lab.visit-edited": _("%(who)s corrected a visit."),
        "lab.visit-read": _("%(who)s read a visit."),
        "lab.visit-recorded": _("%(who)s recorded a visit."),
        "lab.visit-restored": _("%(who)s took the cancellation of a visit back."),
        "lab.visits-exported": _("%(who)s took a list of visits out as a file."),
        "lab.visits-read": _("%(who)s saw a person's name in a list of visits."),
        "lab.work-edited": _("%(who)s changed an entry of indirect work."),
        "lab.work-exported": _("%(who)s took a list of indirect work out as a file."),
        "lab.work-read": _("%(who)s saw a person's name beside indirect work."),
        "lab.work-recorded": _("%(who)s wrote indirect work down."),
        "lab.work-struck": _("%(who)s took an entry of indirect work out."),
        "lab.report-answered": _("%(who)s wrote an answer or a note to a report."),
        "lab.report-edited": _("%(who)s corrected a report."),
        "lab.report-followed-up": _("%(who)s asked whether a report is truly solved."),
        "lab.report-handed-on": _("%(who)s handed a report on to another office."),
        "lab.report-heard-of": _("%(who)s learned from another server what became of a report."),
        "lab.report-joined": _("%(who)s recorded that somebody else told the same as a report."),
        "lab.report-made": _("%(who)s recorded a report."),
        "lab.report-moved": _("%(who)s changed the state of a report."),
        "lab.report-photo-added": _("%(who)s added a photo to a report."),
        "lab.report-photo-removed": _("%(who)s deleted a photo of a report."),
        "lab.report-read": _("%(who)s read a report."),
        "lab.report-reminded": _("%(who)s counted a reminder of a report."),
        "lab.report-sent-on": _("%(who)s sent a public report on to another server."),
        "lab.reports-exported": _("%(who)s took the list of reports out as a file."),
        "lab.reports-removed": _("%(who)s deleted reports that were closed long ago."),
        "lab.reply-deleted": _("%(who)s deleted a written reply."),
        "lab.reply-saved": _("%(who)s kept a written reply."),
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
        "people.request-answered": _("%(who)s answered what a person asked for under their rights."),
        "people.request-noted": _("%(who)s noted what a person asked for under their rights."),
        "people.requests-listed": _("%(who)s read which requests under people's rights wait."),
        "people.rights-read": _("%(who)s opened what a person may ask for."),
        "people.skill-added": _("%(who)s recorded a skill."),
        "people.skill-ended": _("%(who)s ended a skill."),
        "people.skills-read": _("%(who)s read a person's skills."),
        "people.waiting-shown": _("%(who)s saw a person's name among what waits."),
    }
)
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


def shown(line: Line) -> str:
    """The same on a page: where one reads from the right, a name in Latin letters does not turn the sentence around."""
    name = f"\N{FIRST STRONG ISOLATE}{who(line)}\N{POP DIRECTIONAL ISOLATE}"
    return gettext(text_of(line.entry.verb)) % {"who": name} if get_language_bidi() else sentence(line)


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
