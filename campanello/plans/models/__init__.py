"""Tables of plans: measures, applications, plans, attendance, payments, pacts, assessments, placements, results."""

from campanello.plans.models.applications import (
    Application,
    ApplicationStep,
    ContactTry,
    Document,
    Fact,
    RequirementCheck,
)
from campanello.plans.models.assessments import (
    Assessment,
    CommonGoodWork,
    DimensionScore,
    Goal,
    Task,
    TeamMember,
)
from campanello.plans.models.attendance import Attendance, Expected, Session
from campanello.plans.models.measures import Measure, Service, ServiceValue
from campanello.plans.models.pacts import GivenBack, Pact, PactParty, PactReview, PactTerms
from campanello.plans.models.payments import BankAccount, Payment, PaymentLine, PaymentRun, Purse, Treasury
from campanello.plans.models.placements import Candidacy, Host, JobFound, Traineeship, TutorVisit, Vacancy
from campanello.plans.models.plans import Plan, PlanAct, PlanService, PlanVersion, Signature
from campanello.plans.models.results import Result

__all__ = [
    "Application",
    "ApplicationStep",
    "Assessment",
    "Attendance",
    "BankAccount",
    "Candidacy",
    "CommonGoodWork",
    "ContactTry",
    "DimensionScore",
    "Document",
    "Expected",
    "Fact",
    "GivenBack",
    "Goal",
    "Host",
    "JobFound",
    "Measure",
    "Pact",
    "PactParty",
    "PactReview",
    "PactTerms",
    "Payment",
    "PaymentLine",
    "PaymentRun",
    "Plan",
    "PlanAct",
    "PlanService",
    "PlanVersion",
    "Purse",
    "RequirementCheck",
    "Result",
    "Service",
    "ServiceValue",
    "Session",
    "Signature",
    "Task",
    "TeamMember",
    "Traineeship",
    "Treasury",
    "TutorVisit",
    "Vacancy",
]
