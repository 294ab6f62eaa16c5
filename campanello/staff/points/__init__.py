"""The teams' pages of the points: schemes, awards, accounts, the rent, settlements."""
