"""The half of a proof that runs beside a framework, in a process of its own.

It runs on Python 3.8 and later with nothing but NumPy and its framework: archspec need
not be installed there (see `archspec.proof.processes.bundle`). It compares a live network with
what it is told to expect, and judges nothing.
"""
