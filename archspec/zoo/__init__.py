"""The specs that come with the package."""
