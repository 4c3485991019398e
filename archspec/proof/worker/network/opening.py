"""Opens a file: its module, and the construction of its network."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import ModuleType
from typing import TYPE_CHECKING, Any

from archspec.backends.contract.loading import load_module, show_source
from archspec.proof.worker.network.calling import Adapter, check_call
from archspec.proof.worker.network.construct import Unbuilt, find
from archspec.proof.worker.network.outputs import FoundOutputs
from archspec.proof.worker.opened.files import Files
from archspec.proof.worker.opened.instrument import RECORDER
from archspec.proof.worker.opened.package import import_file, module_of
from archspec.proof.worker.watching.recorder import Recorder

if TYPE_CHECKING:
    from archspec.backends.contract.probe import Probe
    from archspec.backends.contract.runtime import Net


def open_file(files: Files, recorder: Recorder) -> ModuleType:
    """The module of the main file, whose values ``recorder`` sees.

    A part of a package is imported as such, after `see_imports`.
    """
    source, filename = files.source, files.filename
    if module_of(files.path)[1]:
        show_source(source, filename)
        return import_file(files.path)
    return load_module(source, filename, files.code(), {RECORDER: recorder})


class Maker:
    """Makes networks of a file that take the inputs and return the outputs of the spec.

    Args:
        probe: the probe of the framework.
        module: the module of the file.
        name: the name of the class or function; required to match if ``exact``.
        interface: the interface of networks; see `Session.load`.

    Attributes:
        factory: the callable that makes a network.
        outputs: finds the outputs if a call returns something else.

    Raises Unbuilt if there is no such class or function.
    """

    def __init__(
        self,
        probe: Probe,
        module: ModuleType,
        name: str,
        exact: bool,
        interface: Mapping[str, Any],
    ):
        self.factory = find(module, name, exact, probe.layer_type())
        self.outputs: FoundOutputs | None = None
        self._probe, self._interface = probe, interface
        self._adapter: Adapter | None = None
        if interface["call"] or interface["ignore"]:
            self.outputs = FoundOutputs(
                probe, bool(interface["call"]), interface["ignore"]
            )
            self._adapter = Adapter(probe, interface["call"], self.outputs.choose)

    def given(self, params: Mapping[str, object]) -> Callable[[], Net]:
        """A function that makes a network with those of ``params`` that it takes.

        Raises Unbuilt immediately if it needs another argument. The function raises it
        if the result is not a network, or cannot be called as requested.
        """
        return partial(self._make, self.factory.given(params))

    def _make(self, make: Callable[[], Any]) -> Net:
        net, name = make(), self.factory.name
        if not isinstance(net, self._probe.layer_type()):
            kind = type(net).__name__
            raise Unbuilt(f"{name} returns a value of type {kind}, not a network")
        check_call(
            self._probe, net, name, self._interface["inputs"], self._interface["call"]
        )
        return net if self._adapter is None else self._adapter.adapt(net)
