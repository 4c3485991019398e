"""The language: what a spec may say, and what is said of a wrong one."""
