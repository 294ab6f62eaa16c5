"""Pages about households, consents and skills, and about records that are one person."""
