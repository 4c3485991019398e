"""Templates of a user, which can come from any source."""
