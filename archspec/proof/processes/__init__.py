"""The processes that run files under proof, and the checks of their answers."""
