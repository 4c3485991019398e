"""What every backend provides, and what its rows are given."""
