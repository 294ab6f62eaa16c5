"""Finds the same person across records that share no code, with Splink on DuckDB. Reads tables, never live records."""
