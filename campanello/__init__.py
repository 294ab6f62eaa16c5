"""campanello: runs and evaluates a neighbourhood social-inclusion programme."""
