"""Weights by neutral name: drawn, and kept in files."""
