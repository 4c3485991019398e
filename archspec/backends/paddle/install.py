"""The installation of PaddlePaddle."""

from archspec.backends.contract.facts.install import Install, InstallStep

INSTALL = Install((InstallStep(("numpy", "paddlepaddle==3.3.1")),))
