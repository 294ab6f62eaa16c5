"""Households' points: the list, one account with its movements, its statement on paper, what lapses."""
