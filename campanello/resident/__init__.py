"""Pages for residents, in plain words: what an antenna tells and asks for, and what became of it."""
