"""The only way to change people's records: one function a use case, one transaction, one audit line."""
