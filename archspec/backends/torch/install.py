"""How PyTorch is installed."""

from archspec.backends.contract.install import Install, Step

INSTALL = Install((Step(("numpy", "torch==2.13.0")),))
