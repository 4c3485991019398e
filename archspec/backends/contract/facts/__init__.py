"""Facts about a framework: the records in which a backend states them."""
