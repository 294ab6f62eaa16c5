"""The one box that finds people, and the page one starts from."""
