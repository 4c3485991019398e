"""The half of a proof that runs beside a framework, in a separate process.

It runs on Python 3.8 and later and needs only NumPy and its framework, not archspec
(see `archspec.proof.processes.bundle`). It compares a live network with the expected
values, but does not judge the differences.
"""
