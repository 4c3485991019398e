"""The facade: a loaded spec with everything that can be done with it."""

import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from archspec import pipeline
from archspec.backends import backend_name
from archspec.check import check_names
from archspec.cut import cut
from archspec.expr import Value
from archspec.graph.nodes import Graph
from archspec.spec import Network
from archspec.text.problems import CompileError, Problem

if TYPE_CHECKING:
    from archspec.graph.numpy_ops import Array
    from archspec.proof.report import Level, Report
    from archspec.weights.rename import Rules

Input = Mapping[str, Sequence[int]] | Sequence[int]
Weights = Mapping[str, "Array"]


def load(
    path: "str | os.PathLike[str]", /, *, input: Input | None = None, **params: Value
) -> "Spec":
    """Read, check and elaborate a spec.

    Args:
        path: a YAML file, or the name of a spec that comes with the package.
        input: another input shape, without the batch axis: (channels, height, width),
            or one per name for several inputs.
        params: values that replace the defaults of the network's params.

    Raises:
        CompileError: everything that is wrong with it, each with file, line and column.
    """
    return Spec(pipeline.front(path), params, input)


def compile(
    network: Network, /, *, input: Input | None = None, **params: Value
) -> "Spec":
    """The same for a network that was written in Python."""
    check_names(network)
    return Spec(network, params, input)


class Spec:
    """A checked network with values for its params.

    Attributes:
        network: the file as it was written.
        graph: every instance unrolled: shapes, counts, MACs.
    """

    def __init__(
        self,
        network: Network,
        params: Mapping[str, Value],
        input: Input | None,
        whole: Graph | None = None,
    ):
        self.network = network
        self.params = dict(params)
        self.graph: Graph = pipeline.check(network, params, input)
        self._whole = whole or self.graph  # what this is a part of

    @property
    def name(self) -> str:
        """The network's name, which is the name of the emitted class."""
        return self.network.name

    def __repr__(self) -> str:
        graph = self.graph
        return f"<Spec {self.name}: {graph.param_count:,} parameters, {graph.output_shape}>"

    def cut(self, outputs: Sequence[str]) -> "Spec":
        """The part of the network that gives other outputs: a feature extractor.

        What they do not need is gone, params included; no name changes, and where
        weights are loaded, built with or run, those of the whole network serve too.

        Args:
            outputs: names of nodes of the network's body (``["layer2", "layer4"]``), of
                its outputs, or of outputs of block calls in it (``"fpn.p2"``).

        Raises:
            CompileError: a name that is none of these.
        """
        part = cut(self.network, outputs)
        params = {
            name: value for name, value in self.params.items() if name in part.params
        }
        return Spec(part, params, self._shapes, self._whole)

    def replace_head(self, num_classes: int) -> "Spec":
        """The network for another number of classes: all that its head needs to differ.

        Raises:
            CompileError: the network has no param ``num_classes``.
        """
        if "num_classes" not in self.network.params:
            raise CompileError([_headless(self.network)])
        params = {**self.params, "num_classes": num_classes}
        whole = None if self._whole is self.graph else self._whole
        return Spec(self.network, params, self._shapes, whole)

    @cached_property
    def _shapes(self) -> dict[str, tuple[int, ...]]:
        graph = self.graph
        return {name: graph.nodes[index].shape for name, index in graph.inputs.items()}

    def emit(self, backend: str) -> str:
        """The source for ``backend``: torch, gluon, paddle or chainer.

        Raises:
            CompileError: an operator that the framework cannot express exactly.
            ValueError: no such backend.
        """
        name = backend_name(backend)
        return pipeline.emit(self.network, self.params, self._shapes, name)

    def fixed_params(self, backend: str) -> dict[str, str]:
        """Params that are no constructor arguments of the emitted class, and why."""
        name = backend_name(backend)
        return pipeline.fixed_params(self.network, self.params, self._shapes, name)

    def build(
        self,
        backend: str,
        weights: "Weights | str | os.PathLike[str] | None" = None,
        dtype: str = "float32",
    ) -> Any:
        """A live network: nn.Module, Block, nn.Layer or Chain, in evaluation mode.

        Args:
            backend: torch, gluon, paddle or chainer; the framework must be installed.
            weights: arrays by neutral name, or a file of them: see `load_weights`.
            dtype: "float32" or "float64".

        Raises:
            CompileError: as `emit`.
            ImportError: the framework is not installed.
            ValueError: weights that are missing, unexpected or misshapen.
        """
        from archspec.backends.runtime import load_runtime

        name = backend_name(backend)
        runtime = load_runtime(name)
        source = self.emit(name)
        cls = runtime.load_class(source, self.name, f"<archspec {self.name} {name}>")
        net = runtime.create(cls, {}, dtype)
        if isinstance(weights, str | os.PathLike):
            weights = self.load_weights(weights)
        if weights is not None:
            runtime.assign(net, self._own(weights))
        return net

    def verify(
        self,
        backends: "Sequence[str] | None" = None,
        level: "Level" = "forward",
        **options: Any,
    ) -> "Report":
        """Prove that the emitted files compute this network; see `archspec.proof`.

        Args:
            backends: names; those that are installed if None.
            level: "shape", "forward", "grad" or "train", each with those before it.
            options: of `archspec.proof.options.Options`: batch, seed, timeout, ...

        Raises:
            CompileError: a backend that was named cannot express the network, or a
                batch norm sees too few values to be compared at level "train".
            ImportError: a backend that was named is not installed.
            ValueError: no such backend or level.
        """
        from archspec.proof.options import Options
        from archspec.proof.specs import verify
        from archspec.proof.workers import Workers

        with Workers(Options(level=level, **options)) as workers:
            return verify(self, workers, backends)

    def init_weights(self, seed: int = 0, dtype: str = "float64") -> "dict[str, Array]":
        """Random weights by neutral name, the same for every backend."""
        from archspec.weights.init import init_weights

        return init_weights(self.graph, seed, dtype)

    def load_weights(
        self,
        path: "str | os.PathLike[str]",
        format: str | None = None,
        rename: "Rules" = (),
    ) -> "dict[str, Array]":
        """Weights by neutral name from a file of any framework; none is imported.

        Args:
            path: a ``.safetensors``, ``.pt``, ``.pth``, ``.pdparams``, ``.params`` or
                ``.npz`` file.
            format: what it is if its suffix does not tell: safetensors, torch, paddle,
                gluon or chainer.
            rename: patterns and their replacements, applied to its names in order.

        Raises:
            WeightsError: a ValueError that lists everything that does not fit.
        """
        from archspec.weights.files import load_weights

        return load_weights(os.fspath(path), self.graph, format, rename, self._whole)

    def save_weights(
        self,
        path: "str | os.PathLike[str]",
        weights: Weights,
        format: str | None = None,
    ) -> None:
        """Write weights by neutral name as a file that the emitted class loads.

        Raises:
            WeightsError: they do not fit, or the file cannot be written; see
                `load_weights` for ``path`` and ``format``.
        """
        from archspec.weights.files import save_weights

        save_weights(os.fspath(path), self.graph, weights, format)

    def weights_of(self, backend: str, net: Any) -> "dict[str, Array]":
        """The weights of a live network, by neutral name and in PyTorch's layouts."""
        from archspec.backends.runtime import load_runtime

        return load_runtime(backend_name(backend)).tensors(net)

    def reference(
        self,
        weights: Weights,
        *inputs: "Array",
        trace: bool = False,
    ) -> Any:
        """What the network computes, by NumPy alone, in evaluation mode.

        Args:
            weights: arrays by neutral name.
            inputs: one array per input, with the batch axis first.
            trace: give every node's output by path instead of the result.
        """
        from archspec.graph.reference import run

        own = self._own(weights)
        if trace:
            return run(self.graph, own, inputs, trace=True)
        return run(self.graph, own, inputs)

    def _own(self, weights: Weights) -> Weights:
        """``weights`` without those of the whole network that a part has no need of."""
        tensors, others = self.graph.tensors, self._whole.tensors
        return {
            name: array
            for name, array in weights.items()
            if name in tensors or name not in others
        }


def _headless(network: Network) -> Problem:
    known = ", ".join(network.params)
    message = f"{network.name} has no param 'num_classes' that would replace its head"
    return Problem(message, help=f"its params are: {known}" if known else "")
