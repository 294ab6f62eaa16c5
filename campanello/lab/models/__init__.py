"""Tables of the lab: visits, reports, activities, antennas, findings, referrals, messages."""

from campanello.lab.models.activities import Activity, ActivitySet, Attendance, Session, SignUp
from campanello.lab.models.neighbours import (
    Antenna,
    CallRequest,
    Finding,
    FindingSet,
    FindingVote,
    Message,
    MessageTemplate,
    Referral,
    ReferralSet,
)
from campanello.lab.models.open311 import Forwarding
from campanello.lab.models.places import LabPlace
from campanello.lab.models.reports import (
    ReplyTemplate,
    Report,
    ReportCount,
    ReportPhoto,
    ReportRelease,
    ReportRoute,
    ReportSet,
    ReportStep,
    Seconding,
)
from campanello.lab.models.visits import IndirectWork, OpeningHours, Shift, Visit, VisitNeed, VisitSet

__all__ = [
    "Activity",
    "ActivitySet",
    "Antenna",
    "Attendance",
    "CallRequest",
    "Finding",
    "FindingSet",
    "FindingVote",
    "Forwarding",
    "IndirectWork",
    "LabPlace",
    "Message",
    "MessageTemplate",
    "OpeningHours",
    "Referral",
    "ReferralSet",
    "ReplyTemplate",
    "Report",
    "ReportCount",
    "ReportPhoto",
    "ReportRelease",
    "ReportRoute",
    "ReportSet",
    "ReportStep",
    "Seconding",
    "Session",
    "Shift",
    "SignUp",
    "Visit",
    "VisitNeed",
    "VisitSet",
]
