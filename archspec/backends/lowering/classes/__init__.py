"""Written classes, finished: names, arguments and methods."""
