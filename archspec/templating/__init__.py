"""Templates of a user, from a folder that may come from anywhere."""
