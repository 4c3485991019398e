"""Code patterns that Gluon's rows share."""

from collections.abc import Callable

from archspec.backends.contract.dialect import Layer
from archspec.backends.python.build import invoke
from archspec.backends.python.nodes import Code, Identifier, Lambda
from archspec.ops import known


def function(build: Callable[[Code], Code], *fields: object) -> Layer:
    """A function; in a list it is a layer if its ``fields`` are numbers.

    A lambda would read a loop's variable only when it runs. If the fields have symbols,
    lowering makes a class instead, which takes their values.
    """
    body = Lambda(("F", "x"), build(Identifier("x")))
    listed = invoke("nn.HybridLambda", body) if known(fields) else None
    return Layer(call=build, listed=listed)
