"""Pages about why somebody may join or not: requirements, facts with their evidence, checks."""
