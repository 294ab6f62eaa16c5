"""The only way to get records of homes. Each takes the actor; absent and not-yours answer alike."""
