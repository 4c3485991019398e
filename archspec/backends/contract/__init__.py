"""The contract of a backend: its interface, and the inputs of its rows."""
