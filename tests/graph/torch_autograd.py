"""PyTorch's gradients for a spec, for comparison with the NumPy gradients."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from archspec.api import Spec
from archspec.graph.nodes import Graph, Mode

LIMIT = 1e-12
# PyTorch's gradient of hardsigmoid has 1 / 6 as a float32 in every dtype.
LIMITS = {"hard_sigmoid": 1e-7}
DROPOUTS = (
    torch.nn.Dropout,
    torch.nn.Dropout1d,
    torch.nn.Dropout2d,
    torch.nn.Dropout3d,
)


def cotangents_of(graph: Graph, mode: Mode, batch: int = 2) -> list[np.ndarray]:
    """Random weights for the outputs of ``mode``."""
    rng = np.random.default_rng(5)
    shapes = [graph.nodes[out.index].shape for out in graph.outputs_in(mode)]
    return [rng.standard_normal((batch, *shape)) for shape in shapes]


def limit_of(graph: Graph) -> float:
    """The accuracy to which PyTorch's gradients of ``graph`` can agree."""
    return max(LIMITS.get(node.kind, LIMIT) for node in graph.nodes)


@dataclass(frozen=True)
class Network:
    """A spec live in PyTorch in float64, without dropout."""

    net: torch.nn.Module

    @classmethod
    def of(cls, spec: Spec, weights: Any, mode: Mode) -> "Network":
        net = spec.build("torch", weights=weights, dtype="float64")
        for module in net.modules():
            if isinstance(module, DROPOUTS):
                module.p = 0.0
            if type(module).__name__ == "StochasticDepth":
                vars(module)["drop_prob"] = 0.0
        return cls(net.train(mode == "train"))

    def loss(self, inputs: Sequence[torch.Tensor], cotangents: Any) -> torch.Tensor:
        found = self.net(*inputs)
        outputs = found if isinstance(found, tuple) else (found,)
        pairs = zip(outputs, cotangents, strict=True)
        terms = [(y * torch.from_numpy(c)).sum() for y, c in pairs]
        return torch.stack(terms).sum()

    def tensors(self) -> dict[str, np.ndarray]:
        """Params and running statistics by name."""
        return {
            _neutral(name): tensor.detach().numpy().copy()
            for name, tensor in self.net.state_dict().items()
            if not name.endswith("num_batches_tracked")
        }

    def gradients(self) -> dict[str, np.ndarray]:
        """Gradients of the params; zeros for params that take no part."""
        return {
            _neutral(name): np.zeros(p.shape)
            if p.grad is None
            else p.grad.numpy().copy()
            for name, p in self.net.named_parameters()
        }


def _neutral(name: str) -> str:
    """The neutral name of PyTorch's; in a list, the tensor of a layer_scale is in a
    class.
    """
    return name.removesuffix(".factors")


def assert_close(
    got: Mapping[str, Any], want: Mapping[str, Any], limit: float = LIMIT
) -> None:
    """Arrays by name: of each the largest difference over the largest value.

    What cancels, such as the bias before a batch normalisation, keeps the rounding of
    its terms, so that no array counts as smaller than a hundredth of the largest.
    """
    assert set(got) == set(want)
    floor = max((np.abs(array).max() for array in want.values()), default=0.0) / 100
    for name, array in want.items():
        assert got[name].shape == array.shape, name
        error = np.abs(got[name] - array).max()
        assert error <= limit * max(np.abs(array).max(), floor), name
