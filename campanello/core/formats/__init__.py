"""How days and moments are written in figures: the same in every language, so that 7/11 is never taken for 11/7."""
