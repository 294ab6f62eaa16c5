"""Who may act: users, the roles they hold, invitations."""
