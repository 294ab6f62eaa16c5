"""Pages of placements: hosts and traineeships, vacancies and courses with who fits them, jobs found."""
