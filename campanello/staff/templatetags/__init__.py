"""Tags of the teams' pages."""
