"""The network in NumPy: values, gradients and training steps."""
