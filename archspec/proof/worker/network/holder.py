"""The current network of a worker, with its weights and hooks."""

from __future__ import annotations

import gc
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from archspec.proof.worker.opened.files import Files
from archspec.proof.worker.release import release
from archspec.proof.worker.store import Store
from archspec.proof.worker.watching.matching import Matcher
from archspec.proof.worker.watching.recorder import Recorder

if TYPE_CHECKING:
    from archspec.backends.contract.probe import Probe
    from archspec.backends.contract.runtime import Array, Net, Runtime


class Holder:
    """A framework, one of its networks at a time, and the expected values.

    Args:
        package: the package of the backend.
    """

    def __init__(self, package: str):
        self._runtime: Runtime = cast("Any", import_module(f"{package}.runtime"))
        self._probe: Probe = cast("Any", import_module(f"{package}.probe"))
        self._recorder = Recorder(self._probe)
        self._files = Files("", "", "")
        for owner, attribute in self._probe.dropouts():
            function = getattr(owner, attribute)
            # Through `self`, because every network gets its own recorder.
            setattr(owner, attribute, partial(self._draw, function))
        self._opened = self._settled = False

    def _draw(self, function: Any, *args: Any, **kw: Any) -> Any:
        return self._recorder.draw("", function, *args, **kw)

    def open(self, folder: str) -> dict[str, Any]:
        """Start with another network, whose `Store` is in ``folder``."""
        self._store = Store(folder)
        self._recorder.forget()
        self._recorder = Recorder(self._probe)
        self._files = Files("", "", "")  # under proof
        self._names: dict[str, str] = {}
        self._random: list[str] = []
        self._given: Any = None  # constructs the network without arguments
        self._interface: dict[str, Any] = {}  # of the network
        self._prepared = False
        self._net: Net = None
        release()  # the last network and its hooks, which refer to each other
        if not self._settled:
            # The first network has loaded every import of the framework. None of that
            # is garbage, so later collections can skip it.
            self._settled = self._opened
            gc.freeze()
        self._opened = True
        return {}

    def _listing(self) -> dict[str, Any]:
        """The tensors of the network, and where its layers are constructed."""
        runtime, probe = self._runtime, self._probe
        trained = probe.trained(self._net)
        tensors = runtime.tensors(self._net)
        self._recorder.place(probe.layers(self._net))
        return {
            "tensors": {
                name: {"shape": list(tensors[name].shape), "trained": name in trained}
                for name in sorted(tensors, key=self._recorder.made)
            },
            "lines": self._recorder.places,
            "around": self._recorder.around,
            "params": runtime.param_count(self._net),
            "buffers": runtime.buffer_count(self._net),
        }

    def _matcher(self, prefix: str, examples: int | None = None) -> Matcher:
        self._store.load()
        values = self._store.group(prefix)
        return Matcher({int(index): values[index][:examples] for index in values})

    def _list(self, prefix: str) -> list[Array]:
        self._store.load()
        arrays = self._store.group(prefix)
        return [np.array(arrays[str(index)]) for index in range(len(arrays))]

    def _create(self, dtype: str) -> Net:
        inputs = self._list("input:")
        return self._runtime.create(self._given, {}, dtype, inputs)

    def _unwatched(self) -> Net:
        """The network before training, without hooks."""
        net = self._create("float64")
        self._give(net)
        return net

    def _give(self, net: Net) -> None:
        """Load the weights."""
        self._store.load()
        weights = self._store.group("weight:")
        given = {name: weights[spec] for name, spec in self._names.items()}
        others = self._runtime.tensors(net)  # ignored tensors keep their values
        self._runtime.assign(net, {**others, **given})

    def _prepare(self, net: Net) -> None:
        """Load the weights and attach the hooks."""
        self._give(net)
        layers = list(self._probe.layers(net))
        self._recorder.place(layers)
        for path, layer in layers:
            if path in self._random:
                self._catch_layer(path, layer)
        self._recorder.layers = dict(layers)
        self._probe.watch(net, self._recorder.enter, self._recorder.leave)

    def _changed(self, net: Net) -> dict[str, Array]:
        """The tensors that do not have the values they were given."""
        weights, kept = self._store.group("weight:"), self._tensors(net)
        return {
            name: array
            for name, array in kept.items()
            if not np.array_equal(array, weights[name].astype(array.dtype))
        }

    def _lost(self, net: Net) -> dict[str, list[str]]:
        """The names of these tensors, each with the tensors that had its new values."""
        weights = self._store.group("weight:")
        return {
            name: [
                other
                for other, given in weights.items()
                if other != name and np.array_equal(given.astype(array.dtype), array)
            ]
            for name, array in self._changed(net).items()
        }

    def _tensors(self, net: Net) -> dict[str, Array]:
        return self._named(self._runtime.tensors(net))

    def _named(self, tensors: dict[str, Array]) -> dict[str, Array]:
        """The tensors by names of the spec, without ignored ones."""
        names = self._names
        return {names[name]: tensors[name] for name in tensors if name in names}

    def _catch_layer(self, path: str, layer: Any) -> None:
        layer.forward = partial(self._recorder.draw, path, layer.forward)
