"""Emitted code: exact in every framework, and in the style of a hand-written file."""
