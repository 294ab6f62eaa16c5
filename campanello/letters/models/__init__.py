"""Tables of the letters."""

from campanello.letters.models.letters import Batch, Letter, Template

__all__ = ["Batch", "Letter", "Template"]
