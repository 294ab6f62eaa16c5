"""The values that the plans' records may have, with the words for them. An empty text is *not recorded*.

Source: FEATURES, sections E, F, I, M and P (PIP, service, attendance, pact); STANDARDS 4 and 1.3.
"""

from campanello.core.errors import gettext_noop as _

CHANNELS = {
    "web": _("On-line form"),
    "staff": _("With an operator"),
    "phone": _("By telephone"),
    "import": _("From a table"),
}
APPLICATION_STATES = {
    "draft": _("Not sent yet"),
    "pending": _("Being checked"),
    "eligible": _("Eligible"),
    "ineligible": _("Not eligible"),
    "withdrawn": _("Withdrawn"),
    "lapsed": _("Lapsed"),
}
VERDICTS = {"met": _("Met"), "not_met": _("Not met"), "unknown": _("Not known yet")}
CHECK_OCCASIONS = {
    "application": _("Application"),
    "again": _("Checked again"),
    "payment": _("Before a payment"),
}
EVIDENCE = {
    "declared": _("Said by the person"),
    "document": _("From a document"),
    "register": _("From a register"),
    "record": _("From the person's record"),
    "estimated": _("Estimated by the team"),
}
DOCUMENT_KINDS = {
    "identity": _("Identity document"),
    "permit": _("Residence permit"),
    "unemployment": _("Declaration of unemployment"),
    "housing": _("Home and rent"),
    "income": _("Income (ISEE)"),
    "signed": _("Signed form"),
    "other": _("Other document"),
}
DOCUMENT_STATES = {
    "received": _("Received"),
    "accepted": _("Accepted"),
    "refused": _("Not usable"),
}
TRY_OUTCOMES = {
    "reached": _("Spoken with"),
    "no_answer": _("No answer"),
    "wrong_number": _("Wrong number"),
    "call_later": _("Asked to call later"),
}
TOLD_HOW = {
    "phone": _("By telephone"),
    "lab": _("In the lab"),
    "letter": _("By letter"),
    "message": _("By a message"),
    "web": _("On line"),
}
BLOCKS = {
    "base": _("Base"),
    "orientation": _("Orientation"),
    "consolidation": _("Consolidation"),
    "other": _("Other services"),
}
PLAN_STATES = {
    "draft": _("Draft"),
    "signed": _("Signed"),
    "active": _("Active"),
    "suspended": _("Suspended"),
    "extended": _("Extended"),
    "completed": _("Completed"),
    "withdrawn": _("Withdrawn"),
    "revoked": _("Revoked"),
}
PLAN_ACTS = {
    "sign": _("Signature"),
    "start": _("Start"),
    "suspend": _("Suspension"),
    "resume": _("Resumption"),
    "extend": _("Extension"),
    "amend": _("Amendment"),
    "complete": _("Completion"),
    "withdraw": _("Withdrawal"),
    "revoke": _("Revocation"),
}
SIGNED_BY = {
    "person": _("The person"),
    "guardian": _("Parent or guardian"),
    "staff": _("The team"),
}
SIGNED_HOW = {"screen": _("On the screen"), "paper": _("On paper")}
PRESENCES = {
    "present": _("Present"),
    "excused": _("Excused"),
    "unexcused": _("Not excused"),
}
ASSESSMENT_KINDS = {
    "preliminary": _("Preliminary analysis"),
    "entry": _("Assessment at entry"),
    "review": _("Review"),
    "exit": _("Assessment at exit"),
}
GOAL_STATES = {
    "open": _("In progress"),
    "reached": _("Reached"),
    "partly": _("Reached in part"),
    "dropped": _("Given up"),
}
RUN_STATES = {
    "computing": _("Being computed"),
    "proposed": _("Proposed"),
    "approved": _("Approved"),
    "ordered": _("Ordered"),
    "closed": _("Closed"),
    "void": _("Void"),
}
PAYEES = {"person": _("The person"), "landlord": _("The landlord, against arrears")}
PAYMENT_STATES = {
    "ready": _("To be paid"),
    "held": _("Held back"),
    "ordered": _("Ordered"),
    "paid": _("Paid"),
    "failed": _("Failed"),
    "returned": _("Returned"),
    "void": _("Void"),
}
PACT_KINDS = {
    "do_ut_des": _("Do-ut-des pact"),
    "trust": _("Trust pact"),
    "coresponsibility": _("Co-responsibility pact"),
}
PACT_SCOPES = {
    "individual": _("One person"),
    "household": _("A household"),
    "group": _("A group"),
}
PACT_STATES = {
    "draft": _("Draft"),
    "signed": _("Signed"),
    "ended": _("Ended"),
    "broken": _("Broken off"),
}
REVIEW_JUDGEMENTS = {
    "kept": _("Kept"),
    "partly": _("Kept in part"),
    "not_kept": _("Not kept"),
}
TRAINEESHIP_STATES = {
    "planned": _("Planned"),
    "running": _("Under way"),
    "completed": _("Completed"),
    "interrupted": _("Interrupted"),
}
VACANCY_KINDS = {"job": _("Job"), "course": _("Short course")}
CANDIDACY_STATES = {
    "proposed": _("Proposed to the person"),
    "sent": _("Sent to the employer"),
    "interview": _("Interview"),
    "hired": _("Taken on"),
    "refused": _("Not taken on"),
    "withdrawn": _("Withdrawn"),
}
RESULT_MOMENTS = {"exit": _("At exit"), "six_months": _("Six months later")}
RESULT_STATUSES = {
    "employed": _("Employed"),
    "self_employed": _("Self-employed"),
    "training": _("In education or training"),
    "searching": _("Looking for work"),
    "inactive": _("Neither working nor looking"),
    "unreachable": _("Could not be reached"),
    "declined": _("Declined to say"),
}
# Source: D.M. 22 October 2019 (PUC), the fields of projects useful to the community.
COMMON_GOOD_AREAS = {
    "culture": _("Culture"),
    "social": _("Social help"),
    "art": _("Art"),
    "environment": _("Environment"),
    "training": _("Training"),
    "commons": _("Care of common goods"),
}
