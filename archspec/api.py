"""The facade: a loaded spec with everything that can be done with it."""

import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, overload

from archspec import pipeline
from archspec.backends import backend_name
from archspec.check import check_names
from archspec.cut import cut
from archspec.expr import Value
from archspec.graph.nodes import Graph
from archspec.proof.proved import Proved
from archspec.spec import Network
from archspec.text.problems import CompileError, Problem
from archspec.view.shown import Shown
from archspec.weights.weighted import Weighted, Weights

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from archspec.diff.result import Diff
    from archspec.reference.ops import Array
    from archspec.weights.reading import BuildOptions

Input = Mapping[str, Sequence[int]] | Sequence[int]


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
    """The same for a network that was written in Python, as `archspec.spec` tells.

    Args:
        network: it, with its blocks.
        input: as for `load`.
        params: as for `load`.

    Raises:
        CompileError: everything that is wrong with it.
    """
    check_names(network)
    return Spec(network, params, input)


class Spec(Shown, Proved, Weighted):
    """A checked network with values for its params.

    Attributes:
        network: the file as it was written.
        params: the values that replace the defaults of its params.
        graph: every instance unrolled: shapes without the batch axis, counts of
            parameters, multiply-accumulates of one example.
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

    def cut(self, outputs: Sequence[str]) -> "Spec":
        """The part of the network that gives other outputs: a feature extractor.

        What they do not need is gone, params included; no name changes, and where
        weights are loaded, built with or run, those of the whole network serve too.

        Args:
            outputs: names of nodes of the network's body (``["layer2", "layer4"]``), of
                its outputs, of outputs of block calls in it (``"fpn.p2"``), or of parts
                of its seqs and repeats (``"features.16"``, called ``features_16``),
                of which one may have several.

        Raises:
            CompileError: a name that is none of these, or one that only a
                part of its own can end at.
        """
        part = cut(self.network, outputs, self.graph)
        params = {
            name: value for name, value in self.params.items() if name in part.params
        }
        return Spec(part, params, self._shapes, self._whole)

    def replace_head(self, num_classes: int) -> "Spec":
        """The network for another number of classes: all that its head needs to differ.

        Args:
            num_classes: the value of its param of that name.

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

    def diff(self, other: "Spec") -> "Diff":
        """What changes from this network to another: nodes, shapes, counts.

        Nodes are the same by their paths; one that is only renamed is found by what it
        does and reads. Descriptions are not compared, nor how a network is written.

        Args:
            other: what it becomes.
        """
        from archspec.diff.compare import compare

        return compare(self, other)

    def emit(self, backend: str) -> str:
        """The source, which needs nothing but its framework.

        Args:
            backend: torch, gluon, paddle or chainer; pytorch and mxnet will do.

        Raises:
            CompileError: an operator that the framework cannot express exactly.
            ValueError: no such backend.
        """
        name = backend_name(backend)
        return pipeline.emit(self.network, self.params, self._shapes, name)

    def source_map(self, backend: str) -> dict[str, Any]:
        """Which lines of what `emit` gives are which nodes of the spec, both ways.

        Args:
            backend: as for `emit`.

        Returns:
            A dictionary that JSON can hold: see docs/source-map.md.

        Raises:
            CompileError: as `emit`.
            ValueError: no such backend.
        """
        from archspec.view.source_map import source_map

        name = backend_name(backend)
        printed = pipeline.printed(self.network, self.params, self._shapes, name)
        return source_map(self.network, self.graph, printed, name)

    def fixed_params(self, backend: str) -> dict[str, str]:
        """Params that are no constructor arguments of the emitted class, and why.

        Args:
            backend: as for `emit`.

        Raises:
            CompileError: as `emit`.
            ValueError: no such backend.
        """
        name = backend_name(backend)
        return pipeline.fixed_params(self.network, self.params, self._shapes, name)

    def build(
        self,
        backend: str,
        weights: "Weights | str | os.PathLike[str] | None" = None,
        dtype: 'Literal["float32", "float64"]' = "float32",
        **options: "Unpack[BuildOptions]",
    ) -> Any:
        """A live network: nn.Module, Block, nn.Layer or Chain, in evaluation mode.

        Args:
            backend: torch, gluon, paddle or chainer; the framework must be installed.
            weights: arrays by neutral name, or a file of them: see `load_weights`.
            dtype: "float32" or "float64".
            options: of `load_weights`, for a file.

        Raises:
            CompileError: as `emit`.
            ImportError: the framework is not installed.
            ValueError: no such backend; weights that are missing, unexpected or misshapen.
        """
        from archspec.backends.contract.runtime import load_runtime

        name = backend_name(backend)
        runtime = load_runtime(name)
        source = self.emit(name)
        cls = runtime.load_class(source, self.name, f"<archspec {self.name} {name}>")
        net = runtime.create(cls, {}, dtype)
        if isinstance(weights, str | os.PathLike):
            weights = self._of_file(weights, **options)
        elif options:
            raise TypeError(f"{', '.join(options)}: for a file of weights")
        if weights is not None:
            runtime.assign(net, self._own(weights))
        return net

    @overload
    def reference(
        self, weights: Weights, *inputs: "Array", trace: Literal[False] = False
    ) -> "Array | tuple[Array, ...]": ...
    @overload
    def reference(
        self, weights: Weights, *inputs: "Array", trace: Literal[True]
    ) -> "dict[str, Array]": ...
    def reference(
        self, weights: Weights, *inputs: "Array", trace: bool = False
    ) -> "Array | tuple[Array, ...] | dict[str, Array]":
        """What the network computes, by NumPy alone, in evaluation mode.

        Args:
            weights: arrays by neutral name, in PyTorch's layouts.
            inputs: one array per input, with the batch axis first: (N, C, H, W) or
                (N, features).
            trace: give every node's output by path instead of the result.

        Returns:
            The output with the batch axis first; of several outputs, the tuple of them.

        Raises:
            ValueError: weights or inputs that are missing, unexpected or misshapen.
        """
        from archspec.reference.forward import run

        own = self._own(weights)
        if trace:
            return run(self.graph, own, inputs, trace=True)
        return run(self.graph, own, inputs)


def _headless(network: Network) -> Problem:
    known = ", ".join(network.params)
    message = f"{network.name} has no param 'num_classes' that would replace its head"
    return Problem(message, help=f"its params are: {known}" if known else "")
