"""Pages about reports: board, list, one report, a new one, and the replies that are written once."""
