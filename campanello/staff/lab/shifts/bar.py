"""The button by which a shift is started and ended, on the pages from which the work goes."""

from typing import Any

from campanello.core.access import Right, may
from campanello.core.actor import Actor
from campanello.lab.queries import shifts, visits


def shift_bar(actor: Actor) -> dict[str, Any] | None:
    """What `_bar.html` shows: the running shift, else the projects at whose desk one may start. Two queries at most.

    None for who is at no desk.
    """
    if not may(actor, Right.WRITE_LAB):
        return None
    running = shifts.open_shift(actor)
    return {"running": running, "projects": [] if running else visits.projects(actor)}
