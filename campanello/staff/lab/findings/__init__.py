"""Pages of courtyard findings: what residents say of their street number, drawn, counted, printed, taken out."""
