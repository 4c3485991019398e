"""The compiler as functions, one per stage::

    text -> Network (read, check) -> Graph (elaborate)        for checks
                                  -> Model (resolve) -> Module (lower) -> source (emit)

Every stage raises CompileError with all the problems it finds.
"""

import gc
import os
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeAlias

from archspec.backends import dialect
from archspec.backends.contract.refusals import LoweringError
from archspec.backends.lowering.module import lower
from archspec.backends.printing.module import Printed
from archspec.backends.printing.module import emit as print_module
from archspec.backends.printing.templates import About, OwnTemplates
from archspec.backends.python.nodes import Module
from archspec.check import check_names
from archspec.expr import Value
from archspec.front.read import load_network
from archspec.graph.elaborate import elaborate
from archspec.graph.nodes import Graph
from archspec.model.definitions import Model
from archspec.model.resolve import resolve
from archspec.model.sizes.symbols import (
    ROOT,
    LargestChannels,
    NeedsValue,
    OwnParams,
    Request,
)
from archspec.spec import Network
from archspec.text.problems import CompileError, Problem, phase
from archspec.text.source import Span
from archspec.text.tree import locate

Params = Mapping[str, Value]
Template: TypeAlias = str | os.PathLike[str]  # a folder of templates


@contextmanager
def _without_gc() -> Generator[None, None, None]:
    """Pause garbage collection.

    A compiler makes many long-lived objects and few cycles. Repeated collections cost
    as much as the work itself from 10,000 nodes on (measured).
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@_without_gc()
def front(path: "str | os.PathLike[str]") -> Network:
    """Read a file and check its structure and its names."""
    network = load_network(path)
    check_names(network)
    return network


@_without_gc()
def check(
    network: Network,
    params: Params | None = None,
    input: Mapping[str, Sequence[int]] | Sequence[int] | None = None,
) -> Graph:
    """Check shapes for these params and this input: the graph of numbers."""
    return elaborate(network, params, input)


def model(network: Network, graph: Graph) -> Model:
    """The parametric view, before any backend asks for more params to be fixed.

    ``graph`` has the values of the params, and the shapes of the inputs.
    """
    return _settle(network, graph, None)[0]


def target(network: Network, graph: Graph, backend: str) -> Module:
    """The target tree of ``backend``."""
    module = _settle(network, graph, backend)[1]
    assert module is not None
    return module


def fixed_params(network: Network, graph: Graph, backend: str) -> dict[str, str]:
    """The params that are not constructor arguments in ``backend``, with reasons."""
    found = _settle(network, graph, backend)[0].fixed
    return {item.name: item.reason for item in found}


@_without_gc()
def emit(
    network: Network, graph: Graph, backend: str, template: Template | None = None
) -> str:
    """The source of ``network`` for ``backend``, which stands on its own."""
    return printed(network, graph, backend, template).text


@_without_gc()
def printed(
    network: Network, graph: Graph, backend: str, template: Template | None = None
) -> Printed:
    """The source of ``network``, and where its statements come from.

    Args:
        template: a folder of templates, which print it in the place of archspec's own.
    """
    module = target(network, graph, backend)
    words = dialect(backend)
    about = About(backend, network.name, _file_name(network))
    if template is None:
        own = OwnTemplates()
        return python(lambda: print_module(module, words, about, own), backend)
    from archspec.templating.user import UserTemplates  # late: few have templates

    theirs = UserTemplates(template, backend, words.helpers)
    source = print_module(module, words, about, theirs)
    theirs.check(source.text, network.name)
    return source


def _file_name(network: Network) -> str:
    """The name of the file of ``network``, which ends no comment and no string."""
    if network.tree is None:
        return ""
    name = os.path.basename(network.tree.span.source.path)
    return "".join(
        char if char.isprintable() and char not in "\"'\\" else "?" for char in name
    )


def python(print_source: Callable[[], Printed], backend: str) -> Printed:
    """The source that ``print_source`` returns for ``backend``, checked by Python.

    Raises:
        CompileError: it is not Python, which is a bug of the compiler.
    """
    try:
        source = print_source()
        compile(source.text, "<emitted>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        message = f"the source for {backend} is not Python: {error}"
        help = "this is a fault of archspec: report it, with the spec"
        raise CompileError([Problem(message, None, help)]) from error
    return source


def _of_input(network: Network) -> dict[Request, str]:
    """The params in the sizes of the input, which a network knows."""
    sizes = (size for shape in network.input.values() for size in shape)
    requests = OwnParams(ROOT, frozenset(network.params)).behind(*sizes)
    return dict.fromkeys(requests, "a size of the input is made of it")


def _repeated_channels(graph: Graph) -> dict[Request, str]:
    """The joins that repeat channels."""
    places = map(LargestChannels, graph.repeated_channels)
    return dict.fromkeys(places, "an input of a join has one channel, another has more")


@phase("backend")
def _settle(
    network: Network, graph: Graph, backend: str | None
) -> tuple[Model, Module | None]:
    """Resolve and lower, fixing params until everything can be printed."""
    granted = _of_input(network) | _repeated_channels(graph)
    every = OwnParams(ROOT, frozenset(network.params)).all()
    while True:
        try:
            resolved = resolve(network, graph.params, graph.shapes_of_inputs, granted)
            if backend is None:
                return resolved, None
            return resolved, lower(resolved, dialect(backend))
        except NeedsValue as error:
            # Last, the network for these values alone.
            new = error.beyond(granted) or every - granted.keys()
            if not new:
                raise CompileError([_unprintable(network, error)]) from None
            granted |= dict.fromkeys(new, error.reason)
        except RecursionError:
            # The graph bounds what it unrolls, but not what stands under a `when`.
            message = "nodes nested too deeply, blocks included"
            raise CompileError([Problem(message, _body(network))]) from None
        except LoweringError as error:
            raise CompileError([_refused(network, backend or "", error)]) from None


def _unprintable(network: Network, error: NeedsValue) -> Problem:
    return Problem(
        f"this network has no parametric form: {error.reason}",
        _body(network),
        help="give the block a param for it, or write the number",
    )


def _body(network: Network) -> Span | None:
    return None if network.tree is None else locate(network.tree, ("body",), key=True)


def _refused(network: Network, backend: str, error: LoweringError) -> Problem:
    loc = (*error.loc, "op")
    span = None if network.tree is None else locate(network.tree, loc)
    place = "" if span is not None else f" (at {'.'.join(map(str, error.loc))})"
    message = f"{backend} cannot express this: {error.reason.why}{place}"
    return Problem(message, span, error.reason.help)


__all__ = ["ROOT", "check", "emit", "fixed_params", "front", "model", "target"]
