"""Pages about neighbourhoods, buildings with their doorbells, dwellings, tenancies and arrears."""
