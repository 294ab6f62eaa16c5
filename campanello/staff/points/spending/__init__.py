"""The teams' pages of what points are used for: towards the rent, as gifts, out of the pool."""
