"""Pages about how people are after their plans: who is due, tries, statuses, figures."""
