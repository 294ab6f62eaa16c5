"""The only way to get people's records. Each takes the actor; absent and not-yours answer alike."""
