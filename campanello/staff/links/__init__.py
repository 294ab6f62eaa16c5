"""Pages on which two people decide whether two records are one person."""
