"""Weights by neutral name: initialisation and files."""
