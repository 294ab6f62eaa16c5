"""Personal plans: applications, eligibility, assessment, plans, attendance, allowance, payments, pacts, results."""
