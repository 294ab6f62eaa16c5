"""The values that facts about homes may have, with the words for them."""

from campanello.core.errors import gettext_noop as _

OWNERS = {"aler": _("ALER"), "municipality": _("Comune"), "private": _("Private owner")}
TENURES = {
    "tenant": _("Tenant"),
    "owner": _("Owner"),
    "occupant": _("Occupant without title"),
    "shopkeeper": _("Shopkeeper"),
}
DWELLING_STATES = {
    "usable": _("Can be lived in"),
    "works": _("Works under way"),
    "unfit": _("Not fit to live in"),
}
# Source: DM 14.5.2014 art. 2 (morosità incolpevole), as STANDARDS 4 has it; unverified.
NO_FAULT_CAUSES = {
    "dismissal": _("Dismissal"),
    "reduced_hours": _("Fewer hours by agreement"),
    "cig": _("Wage guarantee fund (CIG)"),
    "not_renewed": _("Contract not renewed"),
    "self_employment_ended": _("End of self-employment"),
    "illness": _("Serious illness"),
    "accident": _("Accident"),
    "death": _("Death of who earned"),
}
ARREARS_SOURCES = {
    "landlord": _("Landlord's statement"),
    "tenant": _("Said by the tenant"),
    "social_service": _("Social service"),
}
ARREARS_PAYMENTS = {
    "points": _("Points of the household"),
    "allowance": _("Share of the allowance, by a pact"),
}
# From the least to the most believed, where several speak of one day.
SOURCE_ORDER = ("tenant", "social_service", "landlord")
# "" is not recorded: nobody has stated anything. `none` is a statement of zero.
ARREARS_BANDS = {
    "none": _("No arrears"),
    "under": _("Arrears up to the limit"),
    "over": _("Arrears over the limit"),
}
