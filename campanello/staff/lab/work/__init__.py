"""Pages about indirect work: a quick entry, one's own week, a project's list with totals."""
