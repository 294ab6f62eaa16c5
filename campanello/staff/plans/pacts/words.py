"""Sentences about pacts that several pages say, with their figures."""

from django.utils.translation import gettext

from campanello.plans.queries.pacts_shown import Shown
from campanello.plans.rules.pacts import Terms
from campanello.staff.templatetags.homes import euros


def worked(found: Shown, terms: Terms | None) -> list[str]:
    """What of an allowance goes to the rent by some terms of a pact, and what is the person's, worked out."""
    sentence = gettext(
        "Of %(all)s of allowance, %(rent)s go to the rent owed to %(creditor)s; %(own)s are the person's."
    )
    creditor = found.pact.creditor.name if found.pact.creditor else "–"
    return [
        sentence
        % {
            "all": euros(one.cents),
            "rent": euros(one.to_arrears),
            "own": euros(one.to_person),
            "creditor": creditor,
        }
        for one in (found.worked.get(terms.number, ()) if terms else ())
    ]
