"""Measures an evaluation's time and memory against pandas, Polars and the floor, on the same generated files."""
