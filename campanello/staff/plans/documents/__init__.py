"""Documents of applications and people, opened by the team."""
