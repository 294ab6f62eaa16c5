"""The evaluation report: one content, format-neutral, and a writer a format. Computes no figure of its own."""
