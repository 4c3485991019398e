"""Finishes written classes: names, arguments and methods."""
