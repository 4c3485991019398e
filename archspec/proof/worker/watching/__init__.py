"""Everything that a pass of the network computes or draws, as it happens."""
