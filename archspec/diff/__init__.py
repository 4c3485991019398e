"""Comparison of two networks: nodes by their paths, and totals.

`archspec.diff.compare` is the entry point; `archspec.diff.result` is the result.
"""
