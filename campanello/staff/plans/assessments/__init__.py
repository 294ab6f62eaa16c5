"""Pages about assessments and the team around a person; for who reads assessments alone."""
