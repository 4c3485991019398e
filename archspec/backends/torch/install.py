"""The installation of PyTorch."""

from archspec.backends.contract.facts.install import Install, InstallStep

INSTALL = Install((InstallStep(("numpy", "torch==2.13.0")),))
