"""What a household reads when points of theirs are going to lapse. Plain words, and what to do."""

from campanello.core.errors import gettext_noop as _

TITLE = _("%(points)s %(name)s points: use them by %(day)s")
BODY = _(
    "Points hold for %(months)s months. Of yours, %(points)s have been there for longer by %(day)s.\n\n"
    "Use them before that day: you can put them towards your rent, or give them to a neighbour or to the "
    "neighbourhood. On that day those that are left lapse.\n\n"
    "You do not know how? Come to the lab, or call: we do it together."
)
