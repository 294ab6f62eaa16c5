"""Finds records as far as whoever asks may see them."""
