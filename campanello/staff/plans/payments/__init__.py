"""Pages about payments: runs from the proposal to the bank's answer, single payments, accounts."""
