"""Pages about the desk: who is at it, when it is open, and how that compares with the visits."""
