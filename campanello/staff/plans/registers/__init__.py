"""Pages about the sessions of plans' services: lists, registers, corrections, paper, who is near a cap."""
