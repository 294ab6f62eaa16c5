"""Neighbourhoods, buildings, dwellings, tenancies and arrears."""
