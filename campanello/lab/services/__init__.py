"""The only way to change the lab's records: one function a use case, one transaction, one audit line."""
