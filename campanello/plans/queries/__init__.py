"""The only way to get the plans' records: each function takes who asks."""
