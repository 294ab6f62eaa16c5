"""Pages for the teams of a programme."""
