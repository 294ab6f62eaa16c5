"""Pages about activities: the calendar, an activity with its dates, sign-ups, the poster."""
