"""The commands of a worker: one method each, all on one network."""

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

# The attributes of one network: `switch` replaces them, `switch_back` restores them.
SWITCHED = ("_store", "_net", "_names", "_given", "_interface", "_prepared", "_random")


class Session(Drops):
    """A framework, one of its networks at a time, and the expected values.

    Args:
        package: the package of the backend.
    """

    def version(self) -> dict[str, Any]:
        """The version of the framework, and the process id."""
        return {"version": self._runtime.version(), "pid": os.getpid()}

    def load(
        self,
        source: str,
        filename: str,
        path: str,
        name: str,
        exact: bool,
        params: dict[str, Any],
        interface: dict[str, Any],
    ) -> dict[str, Any]:
        """Execute the file, construct its network, and list its tensors.

        Args:
            source: its text.
            filename: its name in the report.
            path: its path, "" if it has none.
            name: the name of the class, or of the function that returns the network.
            exact: whether it must have that name; otherwise the only network in the
                file is also accepted.
            params: the params to pass if the constructor takes them.
            interface: the names of the network's "inputs", the nodes and
                shapes of its "outputs" in each mode, the "call" from
                `archspec.proof.calling` or {}, and patterns to "ignore".

        In the answer, "unbuilt" explains why no network can be made or called, "line"
        gives the line, and "files" lists other files with numbered lines; see
        `Files.new`.
        """
        self._files = files = Files(source, filename, path)
        self._interface, self._params = interface, params
        see_imports(files, self._recorder)
        module = open_file(files, self._recorder)
        try:
            self._maker = Maker(self._probe, module, name, exact, interface)
            self._recorder.outputs = self._maker.outputs
            self._given = self._maker.given(params)
            self._net = self._create("float64")
        except Unbuilt as error:
            line = files.number(*error.place)
            return {"unbuilt": str(error), "line": line, "files": files.new()}
        factory = self._maker.factory
        about = {"class": factory.name, "takes": sorted(factory.takes)}
        return {**about, "files": files.new(), **self._listing()}

    def switch(
        self, folder: str, arguments: dict[str, Any] | None, outputs: dict[str, Any]
    ) -> dict[str, Any]:
        """Switch to a variant, whose `Store` is in ``folder``, until `switch_back`.

        It is the "same" network with other inputs or, with ``arguments``, one
        constructed with these in addition, whose tensors are listed. ``outputs`` are
        its nodes and shapes in each mode.
        """
        self._left = {name: getattr(self, name) for name in SWITCHED}
        self._store = Store(folder)
        self._interface = {**self._interface, "outputs": outputs}
        if arguments is None:
            return {"same": True}
        self._given = self._maker.given({**self._params, **arguments})
        self._prepared = False
        self._net = self._create("float64")
        return self._listing()

    def switch_back(self) -> dict[str, Any]:
        """Switch back to the network before `switch`."""
        for name, value in self._left.items():
            setattr(self, name, value)
        del self._left
        return {}

    def seed(self, number: int) -> dict[str, Any]:
        """Seed all generators, so that another proof draws the same numbers."""
        random.seed(number)
        np.random.seed(number)
        self._probe.seed(number)
        return {}

    def sample(
        self, names: dict[str, str], laws: dict[str, dict[str, Any]]
    ) -> dict[str, Any]:
        """Record the network's initial values; see `Fresh`."""
        self._names = names
        self._fresh = Fresh(laws)
        # A network whose weights were set no longer has its initial values.
        net = self._create("float64") if self._prepared else self._net
        self._fresh.add(self._tensors(net))
        return {}

    def fresh(self, more: int) -> dict[str, Any]:
        """Statistics of initial values, including those of ``more`` networks."""
        for _ in range(more):
            self._fresh.add(self._tensors(self._create("float64")))
        return {"tensors": self._fresh.statistics()}

    def assign(self, names: dict[str, str], random: list[str]) -> dict[str, Any]:
        """Set the weights of the network.

        ``names`` has the spec's name for every tensor of the file that is not ignored,
        ``random`` the paths of layers that are random as a whole. Reports tensors that
        did not keep their values, and the tensors whose values they have instead.
        """
        self._names, self._random = names, random
        if self._prepared:  # now with other names
            self._give(self._net)
        else:
            self._prepare(self._net)
            self._prepared = True
        return {"lost": self._lost(self._net)}

    def forward(self, examples: int | None = None) -> dict[str, Any]:
        """Run in evaluation mode; report values, dropouts and changed tensors.

        Only the first ``examples`` run; all if None.
        """
        traced = self._trace(self._net, examples)
        return {**traced, "changed": list(self._changed(self._net))}

    def forward32(self) -> dict[str, Any]:
        """Run in float32; also returns the report of `assign`.

        The network is not cast, because a cast would separate tensors that the file
        ties.
        """
        net = self._create("float32")
        self._prepare(net)
        return {"lost": self._lost(net), **self._trace(net)}

    def forms(self) -> dict[str, Any]:
        """The other forms in which the framework runs the network; see `form`."""
        self._forms = self._probe.forms(self._unwatched(), self._store.folder)
        return {"forms": list(self._forms)}

    def form(self, name: str, train: bool) -> dict[str, Any]:
        """Run in another form, in either mode, and compare with the plain network."""
        inputs = self._list("input:")
        self._recorder.begin(None)
        right = self._list("output:")
        if train:
            right = list(self._runtime.run(self._unwatched(), inputs, train))
        return {"outputs": largest(self._forms[name](inputs, train=train), right)}

    def grad(self) -> dict[str, Any]:
        """Compare gradients in evaluation mode with the expected ones."""
        # If outputs are searched for, values must be compared.
        self._begin(
            self._matcher("value:") if self._interface["call"] else None, "inference"
        )
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
        """Steps of SGD without dropout; report every value of the first.

        Compares the change of each tensor since the beginning, and running statistics
        also with the biased variance, in each of ``orders`` orders.
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
        """The values observed so far in a pass that did not end."""
        return {**self._traced(), "inside": self._recorder.inside}

    def error_lines(self, error: BaseException) -> dict[str, Any]:
        """The last line of ``error``, and the lines that led there from other files."""
        frames = traceback.walk_tb(error.__traceback__)
        places: list[tuple[object, object]] = [
            (frame.f_code.co_filename, line) for frame, line in frames
        ]
        if isinstance(error, SyntaxError):  # it has not started to run
            places.append((error.filename, error.lineno))
        *calls, line = self._files.crossings(places) or [None]
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
