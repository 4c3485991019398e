"""What a proof found, as data, as text and as HTML."""
