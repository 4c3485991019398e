"""The interface of ``backends/<name>/runtime.py``, and its shared functions.

Only the runtime and the probe of a backend use its framework. Every runtime module has
the functions of `Runtime`, with tensors as NumPy arrays under neutral names (PyTorch's
paths and leaves) in PyTorch's layouts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from archspec.backends.contract.tensor_names import FACTORS, NativeNames

if TYPE_CHECKING:
    from typing import TypeAlias

    import numpy as np
    from numpy.typing import NDArray

# A string, so that NumPy need not be installed to import this module.
Array: TypeAlias = "NDArray[np.floating[Any]]"

# A live nn.Module, gluon Block, nn.Layer or Chain: only its own runtime looks inside.
Net: TypeAlias = Any

T = TypeVar("T")


class Runtime(Protocol):
    """The functions of a runtime module; the module itself is the instance."""

    def version(self) -> str:
        """The framework's version, as reported by the framework."""
        ...

    def load_class(self, source: str, name: str, filename: str) -> type:
        """Execute emitted source and return its class ``name``; see `load_class`.

        Raises ValueError if there is no such class, and any error of the source.
        """
        ...

    def create(
        self,
        cls: type,
        arguments: Mapping[str, object],
        dtype: str,
        first: Sequence[Array] = (),
    ) -> Net:
        """Instantiate ``cls``, initialise it and cast it to ``dtype``.

        ``dtype`` is "float32" or "float64". The network is in evaluation mode if the
        framework stores the mode on the network (PyTorch, Paddle). ``first`` has the
        inputs of a first call, made only if layers infer their shapes from it.
        """
        ...

    def tensors(self, net: Net) -> dict[str, Array]:
        """Copies of all parameters and running statistics, by neutral name.

        Counters (``num_batches_tracked``, Chainer's ``N``) and parameters that the
        framework keeps but the layer ignores (a fixed gamma) are left out. The order of
        the names has no meaning.

        Raises ValueError if a shape is not known before the first call of ``net``,
        or if two tensors have the same neutral name.
        """
        ...

    def assign(self, net: Net, weights: Mapping[str, Array]) -> None:
        """Set every tensor that `tensors` lists, converted to the network's dtype.

        Raises ValueError with the names of all missing, unexpected and misshapen
        tensors, without setting any; and as `tensors` does.
        """
        ...

    def run(
        self, net: Net, inputs: Sequence[Array], train: bool = False
    ) -> tuple[Array, ...]:
        """Call ``net`` without recording gradients and return its outputs.

        Inputs have the batch first and are converted to the network's dtype (kept as
        they are if it has no tensors). The mode is set for this call alone.
        ``train=True`` updates the running statistics as a plain call in that framework
        does. In Gluon only a backward pass updates them.
        """
        ...

    def param_count(self, net: Net) -> int:
        """Trainable numbers, counted from the framework's own flags."""
        ...

    def buffer_count(self, net: Net) -> int:
        """Numbers of running statistics, counted from the framework's own flags."""
        ...


def load_runtime(backend: str) -> Runtime:
    """Import the runtime of ``backend``.

    Raises:
        ImportError: its framework is not installed.
        MissingPart: the backend is experimental and has no runtime.
    """
    from archspec.backends import load_part  # late: workers have no registry

    return cast(Runtime, load_part(backend, "runtime"))


def as_outputs(result: Any) -> tuple[Any, ...]:
    """The return value of a network as a tuple."""
    if isinstance(result, dict):
        return tuple(cast("dict[Any, Any]", result).values())
    if isinstance(result, (tuple, list)):
        return tuple(cast("Sequence[Any]", result))
    return (result,)


def by_neutral_name(
    native: Iterable[tuple[str, T]], leaves: Mapping[str, str | None]
) -> dict[str, T]:
    """Key tensors by neutral name: the path stays, ``leaves`` translates the last part.

    A leaf that translates to None leaves the tensor out; one that translates to "" gives
    the path alone; a leaf that ``leaves`` does not list stays.
    Raises ValueError if two tensors would get the same name.
    """
    result: dict[str, T] = {}
    for path, tensor in native:
        prefix, dot, leaf = path.rpartition(".")
        neutral = leaves.get(leaf, leaf)
        if neutral is None:
            continue
        name = prefix + dot + neutral if neutral else prefix
        if name in result:
            raise ValueError(f"two tensors have the neutral name {name!r}")
        result[name] = tensor
    return result


def neutral_leaves(names: NativeNames) -> dict[str, str | None]:
    """The neutral last part of each native one; None for a counter."""
    leaves: dict[str, str | None] = {names.counter: None} if names.counter else {}
    leaves[FACTORS] = ""
    for pairs in names.leaves.values():
        leaves.update({native: neutral for neutral, native in pairs.items()})
    return leaves


def reject_deferred(names: Iterable[str]) -> None:
    """Raise ValueError if there are ``names`` of tensors that have no shape yet."""
    listed = ", ".join(sorted(names))
    if listed:
        raise ValueError(f"shape not known before the first call: {listed}")


def check_weights(
    expected: Mapping[str, Sequence[int]], given: Mapping[str, Array]
) -> None:
    """Compare the names and shapes of ``given`` with those ``expected``.

    Raises ValueError with one line for each tensor that does not fit.
    """
    wrong = [f"missing: {name}" for name in expected if name not in given]
    wrong += [f"unexpected: {name}" for name in given if name not in expected]
    for name, shape in expected.items():
        if name in given and tuple(given[name].shape) != tuple(shape):
            wrong.append(
                f"shape of {name}: expected {tuple(shape)}, given {given[name].shape}"
            )
    if wrong:
        raise ValueError("weights do not fit the network\n  " + "\n  ".join(wrong))
