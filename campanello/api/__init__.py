"""The JSON interface for other programs: the same queries, services, rights and audit lines as the pages."""
