"""Networks shown and compared."""
