"""The only way to get the lab's records: each function takes who asks."""
