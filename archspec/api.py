"""The facade: a loaded spec and its operations."""

import os
from collections.abc import Mapping, Sequence
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
    from archspec.pipeline import Template
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
        CompileError: all problems of the spec, each with file, line and column.
    """
    return Spec(pipeline.front(path), params, input)


def compile(
    network: Network, /, *, input: Input | None = None, **params: Value
) -> "Spec":
    """Check and elaborate a network that was written in Python with `archspec.spec`.

    Args:
        network: the network with its blocks.
        input: as for `load`.
        params: as for `load`.

    Raises:
        CompileError: all problems of the network.
    """
    check_names(network)
    return Spec(network, params, input)


class Spec(Shown, Proved, Weighted):
    """A checked network with values for its params.

    Attributes:
        network: the file as written.
        params: the values that replace the defaults of its params.
        graph: the unrolled network: shapes without the batch axis, counts of
            parameters, multiply-accumulates for one example.
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
        self._whole = whole or self.graph  # the spec that this was cut from

    @property
    def name(self) -> str:
        """The name of the network and of the emitted class."""
        return self.network.name

    def cut(self, outputs: Sequence[str]) -> "Spec":
        """The part of the network that computes other outputs: a feature extractor.

        It contains only the nodes and params that the outputs need. No name changes, so
        it can load, build and run with the weights of the full network.

        Args:
            outputs: names of nodes of the network's body (``["layer2", "layer4"]``), of
                its outputs, of outputs of block calls in it (``"fpn.p2"``), or of parts
                of its seqs and repeats (``"features.16"``, called ``features_16``),
                of which one may have several.

        Raises:
            CompileError: a name is none of these, or can only be the end of its own
                cut.
        """
        part = cut(self.network, outputs, self.graph)
        params = {
            name: value for name, value in self.params.items() if name in part.params
        }
        return Spec(part, params, self.graph.shapes_of_inputs, self._whole)

    def replace_head(self, num_classes: int) -> "Spec":
        """The network with another number of classes.

        Args:
            num_classes: the value of its param of that name.

        Raises:
            CompileError: the network has no param ``num_classes``.
        """
        if "num_classes" not in self.network.params:
            raise CompileError([_headless(self.network)])
        params = {**self.params, "num_classes": num_classes}
        whole = None if self._whole is self.graph else self._whole
        return Spec(self.network, params, self.graph.shapes_of_inputs, whole)

    def diff(self, other: "Spec") -> "Diff":
        """The differences between this network and another: nodes, shapes, counts.

        Nodes correspond by their paths; a renamed node is found by its operation and
        inputs. Descriptions and notation are not compared.

        Args:
            other: the second network.
        """
        from archspec.diff.compare import compare

        return compare(self, other)

    def emit(self, backend: str, template: "Template | None" = None) -> str:
        """The source code, which needs only its framework.

        Args:
            backend: its name or a synonym; `archspec backends` lists the names.
            template: a folder of templates that print the file; see docs/templates.md.

        Raises:
            CompileError: the framework cannot express an operator exactly, or a template
                is wrong.
            ValueError: no such backend.
        """
        name = backend_name(backend)
        return pipeline.emit(self.network, self.graph, name, template)

    def source_map(
        self, backend: str, template: "Template | None" = None
    ) -> dict[str, Any]:
        """A map between lines of the emitted file and nodes of the spec, both ways.

        Args:
            backend: as for `emit`.
            template: as for `emit`.

        Returns:
            A dictionary for JSON: see docs/source-map.md.

        Raises:
            CompileError: as `emit`.
            ValueError: no such backend.
        """
        from archspec.view.source_map import source_map

        name = backend_name(backend)
        printed = pipeline.printed(self.network, self.graph, name, template)
        return source_map(self.network, self.graph, printed, name)

    def fixed_params(self, backend: str) -> dict[str, str]:
        """The params that are not constructor arguments, each with the reason.

        Args:
            backend: as for `emit`.

        Raises:
            CompileError: as `emit`.
            ValueError: no such backend.
        """
        name = backend_name(backend)
        return pipeline.fixed_params(self.network, self.graph, name)

    def build(
        self,
        backend: str,
        weights: "Weights | str | os.PathLike[str] | None" = None,
        dtype: 'Literal["float32", "float64"]' = "float32",
        **options: "Unpack[BuildOptions]",
    ) -> Any:
        """A live network of the framework, in evaluation mode.

        Args:
            backend: as for `emit`; its framework must be installed.
            weights: arrays by neutral name, or a weight file: see `load_weights`.
            dtype: "float32" or "float64".
            options: options of `load_weights`, for a file.

        Raises:
            CompileError: as `emit`.
            ImportError: the framework is not installed.
            ValueError: no such backend; weights are missing, unexpected or misshapen.
        """
        from archspec.backends.contract.runtime import load_runtime
        from archspec.weights.init import blank_inputs

        name = backend_name(backend)
        runtime = load_runtime(name)
        source = self.emit(name)
        cls = runtime.load_class(source, self.name, f"<archspec {self.name} {name}>")
        net = runtime.create(cls, {}, dtype, blank_inputs(self.graph))
        if isinstance(weights, str | os.PathLike):
            weights = self._of_file(weights, **options)
        elif options:
            raise TypeError(f"{', '.join(options)}: only for a weight file")
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
        """The outputs of the network in evaluation mode, in NumPy.

        Args:
            weights: arrays by neutral name, in PyTorch's layouts.
            inputs: one array per input, with the batch axis first: (N, C, H, W) or
                (N, features).
            trace: return the output of every node by path instead of the result.

        Returns:
            The output with the batch axis first; several outputs as a tuple.

        Raises:
            ValueError: weights or inputs are missing, unexpected or misshapen.
        """
        from archspec.reference.forward import run

        own = self._own(weights)
        if trace:
            return run(self.graph, own, inputs, trace=True)
        return run(self.graph, own, inputs)


def _headless(network: Network) -> Problem:
    known = ", ".join(network.params)
    message = f"{network.name} has no param 'num_classes' for replacing its head"
    return Problem(message, help=f"its params are: {known}" if known else "")
