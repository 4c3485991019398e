"""The output of commands: text, JSON and files."""
