"""Pages about one person: register, read, edit, history."""
