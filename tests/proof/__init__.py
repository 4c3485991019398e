"""The proof: nothing wrong holds, nothing right differs."""
