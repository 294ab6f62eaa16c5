"""Pages of outreach lists: whom the lab looks for, how to reach them, what to do next."""
