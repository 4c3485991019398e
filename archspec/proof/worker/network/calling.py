"""Calls of a network that takes more than its inputs, or returns more than its outputs."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from archspec.proof.worker.network.construct import Unbuilt, place_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from archspec.backends.contract.probe import Probe
    from archspec.backends.contract.runtime import Net

# Converts the return value of a call to the outputs.
Choose = Callable[[Any], Any]


def check_call(
    probe: Probe, net: Net, name: str, inputs: Sequence[str], call: Mapping[str, Any]
) -> None:
    """Raise Unbuilt if ``net`` cannot be called with ``inputs``, or with ``call``.

    ``name`` is the name of the network in the file.
    """
    method = call.get("method", "")
    function = getattr(net, method, None) if method else probe.called(net)
    if function is None:
        noun = f"no method {method!r}" if method else "neither forward nor __call__"
        raise Unbuilt(f"{name} has {noun}")
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):  # written in C, without one
        return
    args = call["args"] if call else inputs
    try:
        signature.bind(*args, **call.get("kwargs", {}))
    except TypeError as error:
        verb = method or getattr(function, "__name__", "forward")
        wants = f"{verb}{_shown(signature)} of {name}"
        place = place_of(function)
        if call:
            raise Unbuilt(
                f"{wants} cannot be called this way: {error}", place
            ) from None
        raise Unbuilt(_help(wants, signature, inputs), place) from None


def _shown(signature: inspect.Signature) -> str:
    bare = [p.replace(annotation=p.empty) for p in signature.parameters.values()]
    return str(inspect.Signature(bare))


def _help(wants: str, signature: inspect.Signature, inputs: Sequence[str]) -> str:
    listed = ", ".join(inputs)
    needs = [
        p.name
        for p in signature.parameters.values()
        if p.default is p.empty and p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)
    ]
    more = needs[len(inputs) :]
    if not more:
        return f"{wants} does not take the inputs of the spec, {listed}"
    given = ", ".join([*inputs, *(f"{name}=zeros" for name in more)])
    return (
        f"{wants} needs {' and '.join(more)} in addition to the inputs of the spec, "
        f"{listed}: give them, as in --call '{given}'"
    )


class Adapter:
    """Adapts calls with the inputs of the spec to the network.

    Args:
        probe: the probe of the framework.
        call: the call, from `archspec.proof.calling.read_call`; empty for the inputs
            alone.
        choose: converts the return value to the outputs.
    """

    def __init__(self, probe: Probe, call: Mapping[str, Any], choose: Choose):
        self._probe, self._call, self._choose = probe, call, choose

    def adapt(self, net: Net) -> Net:
        """``net``, called this way from now on."""
        method = self._call.get("method", "")
        called = getattr(net, method) if method else None
        self._probe.reroute(net, partial(self._run, called))
        return net

    def _run(self, method: Any, function: Any, *inputs: Any) -> Any:
        function = method or function
        if not self._call:
            return self._choose(function(*inputs))
        args = [self._value(value, inputs) for value in self._call["args"]]
        kwargs = {
            name: self._value(value, inputs)
            for name, value in self._call["kwargs"].items()
        }
        return self._choose(function(*args, **kwargs))

    def _value(self, value: Mapping[str, Any], inputs: Sequence[Any]) -> Any:
        if "input" in value:
            return inputs[value["input"]]
        if "value" in value:
            return value["value"]
        return self._probe.tensor(
            _array(value, list(map(self._probe.to_numpy, inputs)))
        )


def _array(value: Mapping[str, Any], inputs: Sequence[NDArray[Any]]) -> NDArray[Any]:
    fill, sizes, like = value["fill"], value["sizes"], value["like"]
    # Without sizes it is one number per example, like labels.
    whole = fill == "arange" or not (sizes or like is not None)
    name = value["dtype"] or ("int" if whole else "float")
    dtypes = {"int": np.int64, "float": inputs[0].dtype, "bool": np.bool_}
    if fill == "arange":
        return np.arange(*sizes, dtype=dtypes[name])
    if like is not None:
        return np.full_like(inputs[like], fill == "ones", dtypes[name])
    return np.full((len(inputs[0]), *sizes), fill == "ones", dtypes[name])
