"""A file opened: its module, and what makes its network ready to be called."""

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
    """The module of the file that is named, whose values ``recorder`` sees.

    A part of a package is imported as such, after `see_imports`.
    """
    source, filename = files.source, files.filename
    if module_of(files.path)[1]:
        show_source(source, filename)
        return import_file(files.path)
    return load_module(source, filename, files.code(), {RECORDER: recorder})


class Maker:
    """Makes networks of a file that take their inputs and give their outputs.

    Args:
        probe: of the framework.
        module: of the file.
        name: of the class or function, which must be called so if ``exact``.
        way: how networks are called; see `Session.load`.

    Attributes:
        factory: what makes a network.
        outputs: what stands for the outputs, where a call gives something else.

    Raises Unbuilt if there is no such class or function.
    """

    def __init__(
        self,
        probe: Probe,
        module: ModuleType,
        name: str,
        exact: bool,
        way: Mapping[str, Any],
    ):
        self.factory = find(module, name, exact, probe.layer_type())
        self.outputs: FoundOutputs | None = None
        self._probe, self._way = probe, way
        self._adapter: Adapter | None = None
        if way["call"] or way["ignore"]:
            self.outputs = FoundOutputs(probe, bool(way["call"]), way["ignore"])
            self._adapter = Adapter(probe, way["call"], self.outputs.choose)

    def given(self, params: Mapping[str, object]) -> Callable[[], Net]:
        """Makes a network with those of ``params`` that it takes.

        Raises Unbuilt at once if it needs another; so does a call that makes what is
        no network, or one that cannot be called in the way that was asked for.
        """
        return partial(self._make, self.factory.given(params))

    def _make(self, make: Callable[[], Any]) -> Net:
        net, name = make(), self.factory.name
        if not isinstance(net, self._probe.layer_type()):
            kind = type(net).__name__
            raise Unbuilt(f"{name} makes no network but a value of type {kind}")
        check_call(self._probe, net, name, self._way["inputs"], self._way["call"])
        return net if self._adapter is None else self._adapter.adapt(net)
