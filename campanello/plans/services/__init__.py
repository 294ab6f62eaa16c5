"""The only way to change the plans' records: one function a use case, one transaction, one audit line."""
