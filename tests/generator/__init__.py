"""Random and damaged specs."""
