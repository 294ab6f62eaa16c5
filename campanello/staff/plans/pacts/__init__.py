"""Pages of pacts: what one gets and gives, the share to the rent, signatures, reviews, what was given back."""
