"""The network in NumPy: its values, its gradients, and steps of training."""
