"""Pages about settlements with landlords: proposed, approved, ordered, confirmed, compared with the next statement."""
