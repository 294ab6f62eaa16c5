"""The teams' pages of the letters: templates, batches, what was read."""
