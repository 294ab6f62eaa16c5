"""What plans decide, without a database: who may join, what is due, states, caps, matches."""
