"""Emitted code: exact in every framework, and as a person writes it."""
