"""The weight of a step in ``forward``, which decides how many steps share a line."""

MAJOR, MINOR, POOL, JOIN = "major", "minor", "pool", "join"
