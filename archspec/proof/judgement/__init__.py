"""What the values of a file are judged by, and where a difference lies."""
