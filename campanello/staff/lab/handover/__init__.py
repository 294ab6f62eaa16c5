"""Pages that hand over: first in figures what is inside, then the pack as a file."""
