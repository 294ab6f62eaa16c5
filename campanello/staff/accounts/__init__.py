"""Pages about users, roles, invitations and sessions."""
