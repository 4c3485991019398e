"""The names in force at a place of the network, and their values."""
