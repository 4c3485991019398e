"""How fast archspec is, and what it emits: ``make bench`` renews docs/benchmarks.md."""
