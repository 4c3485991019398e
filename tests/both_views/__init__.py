"""The graph and the emitted code agree."""
