"""The `campanello` command: parse, one call, print. Errors and exit codes belong to `main`."""
