"""Fills a demonstration's database: the programme's projects, its invented people, and the houses of three quarters."""
