"""The checked view of a network: every instance, numbers only, shapes and counts."""
