"""Pages on which a project's points are set up: scheme, tariffs, what activities are worth, how landlords are paid."""
