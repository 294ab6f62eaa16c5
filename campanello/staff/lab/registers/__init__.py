"""Pages about the register of a session: the sheet, its paper and file, corrections, the code at the door."""
