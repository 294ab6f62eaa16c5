"""Pages of applications: the funnel and the list, one application, calls, what lapses, taking somebody on."""
