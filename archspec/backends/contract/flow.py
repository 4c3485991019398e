"""What a step weighs in ``forward``, which decides how many stand on one line."""

MAJOR, MINOR, POOL, JOIN = "major", "minor", "pool", "join"
