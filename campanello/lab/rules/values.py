"""The values that the lab's records may have, with the words for them. An empty text is *not recorded*.

Source: FEATURES, sections D and P (visit, report, activity, antenna).
"""

from campanello.core.errors import gettext_noop as _

CHANNELS = {
    "desk": _("Desk"),
    "courtyard": _("Courtyard"),
    "balcony": _("Balcony or doorphone"),
    "phone": _("Telephone"),
    "whatsapp": _("WhatsApp"),
    "video": _("Video call"),
    "home": _("At home"),
    "web": _("Web"),
}
NEEDS = {
    "listening": _("Being listened to"),
    "home": _("Home and rent"),
    "work": _("Work and training"),
    "money": _("Money and bonuses"),
    "documents": _("Documents and forms"),
    "health": _("Health and care"),
    "school": _("School and children"),
    "language": _("Italian and translation"),
    "neighbours": _("Neighbours and conflicts"),
    "digital": _("Telephone and computer"),
    "goods": _("Food and goods"),
    "loneliness": _("Loneliness"),
    "other": _("Something else"),
}
VISIT_OUTCOMES = {
    "answered": _("Answered at once"),
    "followed": _("We follow it up"),
    "referred": _("Sent on to somebody"),
    "reported": _("A report was made"),
    "none": _("Nothing could be done"),
}
REPORT_KINDS = {
    "social": _("Social"),
    "personal": _("Personal need"),
    "maintenance": _("Maintenance"),
    "conflict": _("Conflict"),
    "other": _("Other"),
}
# What concerns a person: never shown to the public, never sent through Open311.
PERSONAL_REPORT_KINDS = frozenset({"social", "personal", "conflict"})
PRIORITIES = {"low": _("Can wait"), "normal": _("Normal"), "high": _("Soon"), "urgent": _("Danger")}
OPEN_STATES = {"received": _("Received"), "progress": _("In progress"), "planned": _("Planned")}
CLOSED_STATES = {
    "solved": _("Solved"),
    "not_ours": _("Not ours"),
    "duplicate": _("Duplicate"),
    "no_action": _("No action"),
}
REPORT_STATES = OPEN_STATES | CLOSED_STATES
FOLLOW_UP_ANSWERS = {
    "fixed": _("It is solved"),
    "not_fixed": _("It is not solved"),
    "unknown": _("Cannot say"),
}
REFERRAL_STATES = {
    "sent": _("Sent"),
    "accepted": _("Accepted"),
    "refused": _("Refused"),
    "concluded": _("Concluded"),
    "withdrawn": _("Withdrawn"),
}
REFERRAL_OUTCOMES = {
    "taken_charge": _("Taken in charge"),
    "solved": _("Need met"),
    "partly": _("Need met in part"),
    "did_not_go": _("The person did not go"),
    "not_suitable": _("Not suitable"),
    "unknown": _("Nothing heard"),
}
ACTIVITY_KINDS = {
    "party": _("Neighbourhood party"),
    "dinner": _("Building's dinner"),
    "cinema": _("Cinema"),
    "workshop": _("Workshop"),
    "course": _("Course"),
    "lab": _("Laboratory"),
    "show": _("Show"),
    "webinar": _("Webinar"),
    "open_desk": _("Open desk"),
    "training": _("Training path"),
    "other": _("Other"),
}
SIGN_UP_STATES = {"booked": _("Booked"), "waiting": _("On the waiting list"), "cancelled": _("Cancelled")}
PRESENCES = {"present": _("Present"), "excused": _("Excused"), "absent": _("Absent")}
FINDING_KINDS = {"strong": _("Strong point"), "weak": _("Weak point")}
MESSAGE_CHANNELS = {"email": _("E-mail"), "whatsapp": _("WhatsApp"), "sms": _("SMS")}
MESSAGE_STATES = {
    "prepared": _("Prepared"),
    "opened": _("Opened to be sent"),
    "sent": _("Sent"),
    "failed": _("Failed"),
}
WORK_KINDS = {
    "register": _("Rebuilding a register or papers"),
    "host": _("Finding a host for a traineeship"),
    "network": _("Meeting other services"),
    "preparation": _("Preparing an activity"),
    "follow_up": _("Following up without the person"),
    "travel": _("Travelling"),
    "team": _("Team meeting"),
    "other": _("Other"),
}
LANGUAGES = ("it", "en", "fr", "ar", "ur", "es")
