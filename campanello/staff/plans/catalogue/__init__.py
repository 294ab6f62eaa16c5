"""The catalogue of services: by block, with names in six languages and dated hourly values."""
