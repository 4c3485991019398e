"""Two networks compared: nodes by their paths, and what the networks have in all.

`archspec.diff.compare` is the way in; `archspec.diff.result` is what comes out.
"""
