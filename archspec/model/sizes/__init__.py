"""Sizes and shapes in symbols, and the static types of expressions."""
