"""The teams' page of the seals."""
