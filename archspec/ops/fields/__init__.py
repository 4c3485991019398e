"""The kinds of values that fields of operators can have."""
