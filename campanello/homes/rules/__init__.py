"""What holds for homes: lists of values, bands of arrears, tenancies that may not overlap. No database."""
