"""Pages about who did and saw what, and what people ask for under their rights."""
