"""The pages about plans: lists, one plan, drafting, services, acts, signing, paper."""
