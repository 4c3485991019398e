"""Views of a checked network, in a terminal and in a notebook."""
