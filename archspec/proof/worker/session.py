"""What a worker does: one method for each command, all of them on one network."""

from __future__ import annotations

import os
import random
import traceback
from typing import TYPE_CHECKING, Any

import numpy as np

from archspec.backends.contract.probe import SGD
from archspec.proof.worker.network.construct import Unbuilt
from archspec.proof.worker.network.fresh import Fresh
from archspec.proof.worker.network.opening import Maker, open_file
from archspec.proof.worker.opened.files import Files
from archspec.proof.worker.opened.package import see_imports
from archspec.proof.worker.store import Store
from archspec.proof.worker.watching.comparing import compare, largest
from archspec.proof.worker.watching.drops import Drops
from archspec.proof.worker.watching.randomness import Rates, whole

if TYPE_CHECKING:
    from archspec.backends.contract.runtime import Net

# The attributes that belong to one network: `turn` replaces them, `back` restores them.
TURNED = ("_store", "_net", "_names", "_given", "_way", "_prepared", "_random")


class Session(Drops):
    """A framework, one network of it at a time, and the values expected of that.

    Args:
        package: of the modules of the backend.
    """

    def version(self) -> dict[str, Any]:
        """Of the framework; and the process that it runs in."""
        return {"version": self._runtime.version(), "pid": os.getpid()}

    def load(
        self,
        source: str,
        filename: str,
        path: str,
        name: str,
        exact: bool,
        params: dict[str, Any],
        way: dict[str, Any],
    ) -> dict[str, Any]:
        """Execute the file, construct its network, and list its tensors.

        Args:
            source: its text.
            filename: what it is called in the report.
            path: where it is, "" for one that is nowhere.
            name: of the class, or of the function that makes the network.
            exact: whether it must be called so; else any network will do if it is the
                only one.
            params: what is given where it takes them.
            way: how the network is called: the names of its "inputs", the nodes and
                shapes of its "outputs" in each mode, the "call" that
                `archspec.proof.calling` read or {}, and patterns to "ignore".

        "unbuilt" says why no network can be made or called, and "line" where. "files"
        are those beside the file, whose lines have numbers too; see `Files.new`.
        """
        self._files = files = Files(source, filename, path)
        self._way, self._params = way, params
        see_imports(files, self._recorder)
        module = open_file(files, self._recorder)
        try:
            self._maker = Maker(self._probe, module, name, exact, way)
            self._recorder.outputs = self._maker.outputs
            self._given = self._maker.given(params)
            self._net = self._create("float64")
        except Unbuilt as error:
            line = files.number(*error.place)
            return {"unbuilt": str(error), "line": line, "files": files.new()}
        factory = self._maker.factory
        about = {"class": factory.name, "takes": sorted(factory.takes)}
        return {**about, "files": files.new(), **self._listing()}

    def turn(
        self, folder: str, arguments: dict[str, Any] | None, outputs: dict[str, Any]
    ) -> dict[str, Any]:
        """Turn to a variant, of which ``folder`` holds the `Store`, until `back`.

        It is the "same" network with other inputs, or if there are ``arguments``, one
        that is constructed with these besides: lists its tensors. ``outputs`` are its
        nodes and shapes in each mode.
        """
        self._left = {name: getattr(self, name) for name in TURNED}
        self._store = Store(folder)
        self._way = {**self._way, "outputs": outputs}
        if arguments is None:
            return {"same": True}
        self._given = self._maker.given({**self._params, **arguments})
        self._prepared = False
        self._net = self._create("float64")
        return self._listing()

    def back(self) -> dict[str, Any]:
        """Turn to the network that `turn` left."""
        for name, value in self._left.items():
            setattr(self, name, value)
        del self._left
        return {}

    def seed(self, number: int) -> dict[str, Any]:
        """Whatever can be drawn from, so that another proof draws the same."""
        random.seed(number)
        np.random.seed(number)
        self._probe.seed(number)
        return {}

    def sample(
        self, names: dict[str, str], laws: dict[str, dict[str, Any]]
    ) -> dict[str, Any]:
        """Look at the network before it is given weights; see `Fresh`."""
        self._names = names
        self._fresh = Fresh(laws)
        # A network that was given its weights is fresh no more.
        net = self._create("float64") if self._prepared else self._net
        self._fresh.add(self._tensors(net))
        return {}

    def fresh(self, more: int) -> dict[str, Any]:
        """Statistics of initial values, those of ``more`` networks included."""
        for _ in range(more):
            self._fresh.add(self._tensors(self._create("float64")))
        return {"tensors": self._fresh.statistics()}

    def assign(self, names: dict[str, str], random: list[str]) -> dict[str, Any]:
        """Give the network its weights.

        ``names`` has the spec's name for every tensor of the file that is not ignored,
        ``random`` the paths of layers that are random as a whole. Tells of tensors that
        did not keep what they were given, and which have been given what they hold
        instead.
        """
        self._names, self._random = names, random
        if self._prepared:  # and now named otherwise
            self._give(self._net)
        else:
            self._prepare(self._net)
            self._prepared = True
        return {"lost": self._lost(self._net)}

    def forward(self, examples: int | None = None) -> dict[str, Any]:
        """Run in evaluation mode; tell of every value, every dropout, and tensors changed.

        ``examples`` are the first so many, all if None.
        """
        traced = self._trace(self._net, examples)
        return {**traced, "changed": list(self._changed(self._net))}

    def forward32(self) -> dict[str, Any]:
        """The same in float32; and what `assign` tells.

        No cast comes before that, which would part what is tied in the file.
        """
        net = self._create("float32")
        self._prepare(net)
        return {"lost": self._lost(net), **self._trace(net)}

    def forms(self) -> dict[str, Any]:
        """The other forms in which the framework runs the network; see `form`."""
        self._forms = self._probe.forms(self._unwatched(), self._store.folder)
        return {"forms": list(self._forms)}

    def form(self, name: str, train: bool) -> dict[str, Any]:
        """Run in another form, in either mode, against how it runs by itself."""
        inputs = self._list("input:")
        self._recorder.begin(None)
        right = self._list("output:")
        if train:
            right = list(self._runtime.run(self._unwatched(), inputs, train))
        return {"outputs": largest(self._forms[name](inputs, train=train), right)}

    def grad(self) -> dict[str, Any]:
        """Gradients in evaluation mode, against those expected."""
        # Where outputs are looked for, values are compared.
        self._begin(self._matcher("value:") if self._way["call"] else None, "inference")
        found = self._probe.gradients(
            self._net, self._list("input:"), self._list("cotangent:")
        )
        return {
            "params": compare(self._named(found.params), self._store.group("grad:")),
            "inputs": compare(
                {str(i): array for i, array in enumerate(found.inputs)},
                self._store.group("grad-input:"),
            ),
        }

    def slopes(self, train: bool, rates: Rates) -> dict[str, Any]:
        """The values of a pass in either mode, each with its gradient."""
        net = self._create("float64")
        self._prepare(net)
        matcher = self._matcher("train:" if train else "value:")
        slopes = {int(i): array for i, array in self._store.group("slope:").items()}
        self._begin(
            matcher,
            "train" if train else "inference",
            False,
            slopes=slopes,
            rates=whole(rates) if train else None,
        )
        cotangents = self._list("train-cotangent:" if train else "cotangent:")
        self._probe.gradients(net, self._list("input:"), cotangents, train)
        return self._traced()

    def train(
        self, steps: int, sgd: list[float], orders: int, rates: Rates
    ) -> dict[str, Any]:
        """Steps of SGD without dropout; tell of every value of the first.

        Compares by how much each tensor moved since the beginning, and running
        statistics also with the biased variance, in each of ``orders`` orders.
        """
        matcher = self._matcher("train:")
        inputs, cotangents = self._list("input:"), self._list("train-cotangent:")
        before = self._store.group("weight:")
        state = None
        losses: list[float] = []
        moved: list[dict[str, Any]] = []
        kept: list[list[dict[str, Any]]] = []
        traced: dict[str, Any] = {}
        script = None
        for step in range(steps):
            self._begin(
                None if step else matcher,
                "train",
                False,
                rates=whole(rates),
                script=script,
            )
            loss, state = self._probe.step(
                self._net, inputs, cotangents, SGD(*sgd), state
            )
            losses.append(loss)
            traced = traced or self._traced()
            script = script or self._script()
            after, group = self._tensors(self._net), self._store.group
            moved.append(compare(after, group(f"moved{step}:"), before))
            prefixes = [f"kept{step}.{order}:" for order in range(orders)]
            kept.append([compare(after, group(p), before) for p in prefixes])
        return {**traced, "losses": losses, "moved": moved, "kept": kept}

    def seen(self) -> dict[str, Any]:
        """What was seen so far of a pass that did not end."""
        return {**self._traced(), "inside": self._recorder.inside}

    def way(self, error: BaseException) -> dict[str, Any]:
        """The last line in the way of ``error``, and those that led there from other files."""
        frames = traceback.walk_tb(error.__traceback__)
        places: list[tuple[object, object]] = [
            (frame.f_code.co_filename, line) for frame, line in frames
        ]
        if isinstance(error, SyntaxError):  # which has not begun to run
            places.append((error.filename, error.lineno))
        *calls, line = self._files.way(places) or [None]
        return {"line": line, "calls": calls}

    def _trace(self, net: Net, examples: int | None = None) -> dict[str, Any]:
        self._begin(self._matcher("value:", examples), "inference")
        inputs, expected = self._list("input:"), self._list("output:")
        outputs = self._runtime.run(net, [array[:examples] for array in inputs])
        right = [array[:examples] for array in expected]
        return {**self._traced(), "outputs": largest(outputs, right)}

    def _traced(self) -> dict[str, Any]:
        outputs, own = self._recorder.outputs, self._recorder.own
        return {
            "instead": outputs.instead if outputs else "",
            "left_out": outputs.left_out if outputs else [],
            "unfound": outputs is not None and outputs.lost,
            "events": [event.plain() for event in self._recorder.events],
            "draws": [vars(draw) for draw in self._recorder.draws],
            "own": own.unused() if own else [],
            "drops": bool(own and own.found),
            "returned": self._recorder.last,
            "result": self._recorder.result,
            "files": self._files.new(),
        }
