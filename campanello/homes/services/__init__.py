"""The only way to change records of homes: one function a use case, one transaction, one audit line."""
