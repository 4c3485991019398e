"""How PyTorch is installed."""

from archspec.backends.install import Install, Step

INSTALL = Install((Step(("numpy", "torch==2.13.0")),))
