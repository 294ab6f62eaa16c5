"""From a dataset to figures one can trust: reads the dataset contract, never live tables."""
