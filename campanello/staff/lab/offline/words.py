"""What the page without a network says by script: whole sentences, in the reader's language."""

from django.utils.translation import gettext


def words() -> dict[str, str]:
    """By the names that the script knows."""
    return {
        "online": gettext("Connected: what you write is sent at once."),
        "offline": gettext("No network: what you write is kept here and sent later."),
        "sending": gettext("Sending what was kept…"),
        "logged_out": gettext("You are logged out. Nothing is lost: log in, and what is kept here is sent."),
        "waiting": gettext("Not everything could be sent yet. It is tried again by itself."),
        "saved": gettext("Kept here. It is sent as soon as there is a network."),
        "unsealed": gettext(
            "This browser can't keep anything safely. Use a current browser, at an address with https."
        ),
        "unknown": gettext(
            "This device does not know you yet. Open this page once with the network on, logged in."
        ),
        "state_kept": gettext("Kept here"),
        "state_received": gettext("Received"),
        "state_refused": gettext("Refused"),
        "state_conflict": gettext("Changed meanwhile"),
        "kind_visit": gettext("Visit"),
        "kind_visit-change": gettext("Correction of a visit"),
        "kind_report": gettext("Report"),
        "kind_photo": gettext("Photograph"),
        "kind_check-in": gettext("Check-in"),
        "kind_finding": gettext("Strong or weak point"),
        "sealed": gettext("Can be read when you are logged in."),
        "change": gettext("Change"),
        "discard": gettext("Discard"),
        "again": gettext("Send again"),
        "theirs": gettext("Keep what is recorded"),
        "yours": gettext("Mine is to hold"),
        "recorded": gettext("Recorded:"),
        "mine": gettext("Mine:"),
        "nobody": gettext("No name"),
        "came": gettext("Here already"),
        "insisted": gettext("Was there: checked in without a network."),
        "on_its_way": gettext("This entry is being sent already. Correct it on its own page."),
        "photo_wrong": gettext("This file is no photograph that can be kept. Take another one."),
        "nobody_found": gettext("Nobody of this name was taken along. Write the name in the note."),
    }
