"""The zoo: the specs that come with the package."""
