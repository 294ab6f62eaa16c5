"""Points: awards what a lab's register shows, pays arrears, and keeps a ledger that can be checked."""
