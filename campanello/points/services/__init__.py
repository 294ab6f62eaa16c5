"""Changes records, each in one transaction with its line in the audit trail."""
