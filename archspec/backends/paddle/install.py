"""How PaddlePaddle is installed."""

from archspec.backends.contract.install import Install, Step

INSTALL = Install((Step(("numpy", "paddlepaddle==3.3.1")),))
