"""What works without a network: a page to write on, the worker that keeps it, the staff area as an installed app."""
