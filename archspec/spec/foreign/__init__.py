"""Names of other libraries, and what they mean here."""
