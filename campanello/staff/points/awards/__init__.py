"""Pages that turn signed registers into points: what waits, what one register earns, what was withheld."""
