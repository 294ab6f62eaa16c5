"""The lab in figures: the dashboard, its file, and the month on paper."""
