"""From the tree to the text of a file."""
