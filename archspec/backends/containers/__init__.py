"""Lists of layers, as each framework groups them."""
