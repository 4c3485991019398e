"""Prints the tree as the text of a file."""
