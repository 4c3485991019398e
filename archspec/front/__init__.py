"""From a spec file to a network: read, extended, every problem in its place."""
