"""Pages that anyone may read without logging in."""
