"""Pages about a resident's way in to the app: letter, telephone at the desk, and who acts for them."""
