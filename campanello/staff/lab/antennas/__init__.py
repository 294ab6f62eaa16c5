"""Pages of antennas, residents with a mandate to tell, and of the calls that wait."""
