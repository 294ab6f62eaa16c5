"""Pages about visits: the ten-second entry, one visit, the list, and a person's story."""
