"""Pages of the social lab: visits, shifts, indirect work; reports, activities, findings and messages beside them."""
