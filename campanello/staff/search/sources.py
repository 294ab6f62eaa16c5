"""What waits on the teams' home: the list of those who know. A feature adds one line; staff/stacks.py says how."""

from campanello.staff.audit import waiting as rights
from campanello.staff.lab.visits import waiting as visits
from campanello.staff.links import waiting as pairs
from campanello.staff.people import waiting as people
from campanello.staff.plans.applications import waiting as applications
from campanello.staff.plans.goals import waiting as tasks
from campanello.staff.plans.pacts import waiting as pacts
from campanello.staff.plans.plans import waiting as plans
from campanello.staff.plans.results import waiting as results
from campanello.staff.points.hand import waiting as awards
from campanello.staff.points.settlements import waiting as settlements
from campanello.staff.stacks import Source

# In this order within a stack: the most urgent first.
SOURCES: tuple[Source, ...] = (
    rights.kinds,
    people.kinds,
    visits.kinds,
    tasks.kinds,
    results.kinds,
    applications.kinds,
    plans.kinds,
    pacts.kinds,
    awards.kinds,
    settlements.kinds,
    pairs.kinds,
)
