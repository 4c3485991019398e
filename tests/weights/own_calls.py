"""Weight files through each framework's own calls, without archspec."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import numpy as np

from archspec.backends.contract.runtime import Array, load_runtime

SUFFIXES = {
    "torch": ".pt",
    "gluon": ".params",
    "paddle": ".pdparams",
    "chainer": ".npz",
}


def framework(backend: str) -> Any:
    load_runtime(backend)  # which makes it importable
    return import_module({"gluon": "mxnet"}.get(backend, backend))


def save(backend: str, net: Any, path: str) -> None:
    """Save as in the framework's tutorials."""
    library = framework(backend)
    if backend == "gluon":
        net.save_parameters(path)
    elif backend == "chainer":
        library.serializers.save_npz(path, net)
    else:
        library.save(net.state_dict(), path)


def restore(backend: str, net: Any, path: str) -> None:
    """Load as strictly as the framework can."""
    library = framework(backend)
    if backend == "torch":
        net.load_state_dict(library.load(path, weights_only=True), strict=True)
    elif backend == "paddle":
        assert net.set_state_dict(library.load(path)) == ([], [])
    elif backend == "gluon":
        net.load_parameters(path)
    else:
        library.serializers.load_npz(path, net)


def content(backend: str, path: str) -> dict[str, Array]:
    """The tensors that the framework itself reads from a file."""
    library = framework(backend)
    if backend == "gluon":
        loaded = library.nd.load(path) or {}
        return {name: tensor.asnumpy() for name, tensor in loaded.items()}
    if backend == "chainer":
        return dict(np.load(path, allow_pickle=False))
    loaded = library.load(path)
    return {name: tensor.numpy() for name, tensor in loaded.items()}


def assert_bits(left: Mapping[str, Array], right: Mapping[str, Array]) -> None:
    """Names, shapes, dtypes and bits are equal."""
    assert left.keys() == right.keys()
    for name, tensor in left.items():
        other = right[name]
        assert (tensor.dtype, tensor.shape) == (other.dtype, other.shape), name
        assert tensor.tobytes() == other.tobytes(), name
