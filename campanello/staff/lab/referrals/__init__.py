"""Pages of referrals: people sent on with their consent, what was answered, what came of it."""
