"""Lowers the model to the tree, class by class."""
