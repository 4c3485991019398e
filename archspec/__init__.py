"""archspec: one spec of a network, compiled to PyTorch, Gluon, PaddlePaddle and Chainer.

>>> import archspec
>>> spec = archspec.load("specs/resnet50.yaml", num_classes=10)
>>> spec.graph.param_count
23528522
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archspec.api import Spec, compile, load
    from archspec.text.problems import CompileError

__version__ = "0.1.0"
__all__ = ["CompileError", "Spec", "__version__", "compile", "load"]


def __getattr__(name: str) -> Any:
    """The facade, imported when it is first asked for: ``--help`` needs none of it."""
    if name in ("Spec", "compile", "load"):
        from archspec import api

        return getattr(api, name)
    if name == "CompileError":
        from archspec.text.problems import CompileError

        return CompileError
    raise AttributeError(f"module 'archspec' has no attribute {name!r}")
