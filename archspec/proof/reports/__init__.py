"""The report of a proof, as data, as text and as HTML."""
