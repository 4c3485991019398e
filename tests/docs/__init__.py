"""The documentation, its generated pages and the measurements."""
