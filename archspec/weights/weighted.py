"""The weights of a network in the Python API."""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from archspec.graph.nodes import Graph
    from archspec.reference.ops import Array
    from archspec.weights.loading import Loaded
    from archspec.weights.reading import BuildOptions, Reading, ReadOptions

Weights = Mapping[str, "Array"]


class Weighted:
    """The methods of `archspec.Spec` that draw, read, write and extract weights."""

    graph: "Graph"
    _whole: "Graph"  # the spec that this was cut from

    def init_weights(
        self, seed: int = 0, dtype: 'Literal["float32", "float64"]' = "float64"
    ) -> "dict[str, Array]":
        """Random weights by neutral name, the same for every backend.

        They are for comparing programs: running statistics differ from 0 and 1.
        Training starts from the ``init`` of the spec.

        Args:
            seed: the seed of the generators; each tensor has its own, by name.
            dtype: the dtype of all arrays.

        Returns:
            Arrays in definition order, in PyTorch's layouts: ``graph.tensors`` has
            their shapes.
        """
        from archspec.weights.init import init_weights

        return init_weights(self.graph, seed, dtype)

    def load_weights(
        self, path: "str | os.PathLike[str]", **options: "Unpack[ReadOptions]"
    ) -> "dict[str, Array]":
        """Weights by neutral name from a file of any framework; none is imported.

        `archspec.WeightsWarning` warns about the file, for example if it contains other
        weights as well.

        Args:
            path: a weight file, whose content determines its format.
            options: ``format``, one of safetensors, torch, paddle, gluon and chainer;
                ``key``, the key of the state dict in a checkpoint (``"ema.model"``);
                ``map``, patterns and replacements that rename tensors in order;
                ``ignore``, patterns of names that need not belong to the network;
                ``dtype``, float16, float32 or float64, which must represent every
                number exactly; ``symbol``, a ``-symbol.json`` of MXNet; ``fold``, to
                compute weights that weight_norm and spectral_norm store in parts;
                ``fold_dim``, the ``dim`` of the norm if shapes do not determine it, or
                ``"default"``.

        Raises:
            WeightsError: a ValueError that lists every problem.
        """
        from archspec.weights.reading import Reading

        return self._warned(read_for(self, path, Reading(**options)))

    def save_weights(
        self,
        path: "str | os.PathLike[str]",
        weights: Weights,
        format: str | None = None,
    ) -> None:
        """Write weights by neutral name as a file that the emitted class loads.

        Args:
            path: a ``.safetensors``, ``.pt``, ``.pth``, ``.pdparams``, ``.params`` or
                ``.npz`` file.
            weights: all of them, in PyTorch's layouts.
            format: the format, if the suffix does not determine it.

        Raises:
            WeightsError: the weights do not fit, or the file cannot be written.
        """
        from archspec.weights.files import save_weights

        save_weights(os.fspath(path), self.graph, weights, format)

    def weights_of(self, backend: str, net: Any) -> "dict[str, Array]":
        """The weights of a live network, by neutral name and in PyTorch's layouts.

        Args:
            backend: the framework of ``net``.
            net: a network from `build` or from the emitted class.

        Raises:
            ImportError: the framework is not installed.
            ValueError: no such backend.
        """
        from archspec.backends import backend_name
        from archspec.backends.contract.runtime import load_runtime

        return load_runtime(backend_name(backend)).tensors(net)

    def _of_file(
        self, path: "str | os.PathLike[str]", **options: "Unpack[BuildOptions]"
    ) -> "dict[str, Array]":
        """The weights in a file for a live network, which determines their type."""
        from archspec.weights.reading import Reading

        return self._warned(read_for(self, path, Reading(**options, widen=True)))

    def _warned(self, found: "Loaded") -> "dict[str, Array]":
        from archspec.weights.notes import warn_of

        warn_of(found.notes)
        return found.weights

    def _own(self, weights: Weights) -> Weights:
        """``weights`` without those of the full network that a part does not need."""
        tensors, others = self.graph.tensors, self._whole.tensors
        return {
            name: array
            for name, array in weights.items()
            if name in tensors or name not in others
        }


def read_for(
    spec: Weighted, path: "str | os.PathLike[str]", reading: "Reading"
) -> "Loaded":
    """The weights of ``spec`` in a file, with notes about the file.

    Raises WeightsError, as `load_weights` does, but issues no warnings.
    """
    from archspec.weights.loading import load_weights

    return load_weights(os.fspath(path), spec.graph, reading, spec._whole)  # pyright: ignore[reportPrivateUsage]
