"""Pages about goals, tasks and hours for the common good."""
