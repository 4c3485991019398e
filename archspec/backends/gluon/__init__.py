"""The Gluon backend."""
