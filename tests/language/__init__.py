"""The language: valid specs, and errors about wrong ones."""
