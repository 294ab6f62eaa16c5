"""Commands of Django's that this installation answers differently."""
