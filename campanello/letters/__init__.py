"""Letters from Comune and ALER: written once, read on paper, by e-mail and in the residents' app."""
