"""The unrolled view of a network, for checks: every instance, with numeric shapes."""
