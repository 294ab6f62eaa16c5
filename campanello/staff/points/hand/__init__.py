"""Awards by hand: written down, signed, refused, listed."""
