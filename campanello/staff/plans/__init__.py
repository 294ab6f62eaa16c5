"""The teams' pages of plans, a package a topic."""
