"""Installation and packaging."""
