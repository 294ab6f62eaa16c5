"""People, their households, codes, contacts, languages and consents."""
