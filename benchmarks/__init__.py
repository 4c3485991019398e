"""How fast archspec is: ``make bench`` writes the results to docs/benchmarks.md."""
