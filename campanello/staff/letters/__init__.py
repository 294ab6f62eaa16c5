"""The teams' pages of letters: what they say, to whom they go, what became of them."""
