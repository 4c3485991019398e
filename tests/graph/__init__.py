"""The graph and the reference: shapes, counts, values, gradients, training."""
