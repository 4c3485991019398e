"""Judges the values of a file, and finds the place of a difference."""
