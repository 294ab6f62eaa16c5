"""Papers of a plan: the forms of the management manual, as PDF and Word, and a person's whole case as one PDF."""
