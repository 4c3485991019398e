"""archspec compiles one spec of a network to PyTorch, Gluon, PaddlePaddle and Chainer.

>>> import archspec
>>> spec = archspec.load("specs/resnet50.yaml", num_classes=10)
>>> spec.graph.param_count
23528522
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archspec.api import Spec, compile, load
    from archspec.diff.result import Diff
    from archspec.graph.nodes import Graph
    from archspec.proof.reports.result import Report
    from archspec.spec import Network
    from archspec.text.problems import CompileError, Problem
    from archspec.weights.errors import WeightsError, WeightsWarning

__version__ = "0.1.0"
__all__ = [
    "CompileError",
    "Diff",
    "Graph",
    "Network",
    "Problem",
    "Report",
    "Spec",
    "WeightsError",
    "WeightsWarning",
    "__version__",
    "compile",
    "load",
]

_PLACES = {
    "CompileError": "archspec.text.problems",
    "Diff": "archspec.diff.result",
    "Graph": "archspec.graph.nodes",
    "Network": "archspec.spec",
    "Problem": "archspec.text.problems",
    "Report": "archspec.proof.reports.result",
    "Spec": "archspec.api",
    "WeightsError": "archspec.weights.errors",
    "WeightsWarning": "archspec.weights.errors",
    "compile": "archspec.api",
    "load": "archspec.api",
}

if not TYPE_CHECKING:  # a type checker would accept any name

    def __getattr__(name: str) -> Any:
        """Import the facade on first use: ``--help`` does not need it."""
        from importlib import import_module

        if name not in _PLACES:
            raise AttributeError(f"module 'archspec' has no attribute {name!r}")
        return getattr(import_module(_PLACES[name]), name)


def __dir__() -> list[str]:
    """The names for completion in an interpreter."""
    return sorted(__all__)
