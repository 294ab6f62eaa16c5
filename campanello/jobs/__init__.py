"""Long work, done by a process of its own: takes a job, makes one call of a service, says how it ended."""
