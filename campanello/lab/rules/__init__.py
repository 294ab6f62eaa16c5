"""What the lab decides, without a database: values, states, routes, queues, counts."""
