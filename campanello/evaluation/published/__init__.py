"""Published figures: `parse` reads what a report prints, `verify` says what of it can't be true together."""

from campanello.evaluation.published.reading import parse
from campanello.evaluation.published.records import Published
from campanello.evaluation.published.verdict import Verdict
from campanello.evaluation.published.verifying import verify

__all__ = ["Published", "Verdict", "parse", "verify"]
