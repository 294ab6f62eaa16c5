"""What holds for people, whatever table they are in: lists of values, codes, names, periods. No database."""
