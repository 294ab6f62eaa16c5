"""The social lab: visits, reports, referrals, activities and their registers, antennas, findings, messages."""
