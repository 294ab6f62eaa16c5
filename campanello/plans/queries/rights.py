"""The ways from what plans know of a person to the person, for the copy of all data that they may ask for.

Tables that point at a person, or at a row that does, are found without being told.
"""

from django.db import models

from campanello.plans.models import ContactTry, Pact, PactReview, PactTerms, PlanService, Signature

FURTHER: dict[type[models.Model], tuple[str, ...]] = {
    ContactTry: ("result__plan__person",),
    Pact: ("parties__person",),
    PactReview: ("pact__parties__person",),
    PactTerms: ("pact__parties__person",),
    PlanService: ("plan_version__plan__person",),
    Signature: ("plan_version__plan__person",),
}
