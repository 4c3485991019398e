"""Initialisers in Chainer: arguments of a link's constructor."""

from collections.abc import Mapping
from math import prod

from archspec.backends.contract.dialect import Site
from archspec.backends.contract.fields import unless
from archspec.backends.python.build import invoke, lit
from archspec.backends.python.nodes import Code, Ex
from archspec.expr import Binary, Const, Dim, Expr, lift
from archspec.model.definitions import Start
from archspec.ops import Op, Tensor

# The default of each argument of a link: a number, or a kind of initialiser.
_DEFAULTS: Mapping[str, float | str] = {
    "initialW": "lecun_normal",
    "initial_bias": 0,
    "initial_gamma": 1,
    "initial_beta": 0,
    "init": 0.25,  # of PReLU
    "initializer": 1,  # of LayerScale
}
_SCHEMES = {"he": "He", "lecun": "LeCun", "xavier": "Glorot"}


def initial(op: Op, site: Site, weight: str, bias: str = "") -> dict[str, Code | None]:
    """The arguments, called ``weight`` and ``bias``, that set the initial tensors."""
    arguments = {"weight": weight, "bias": bias}
    tensors = op.tensors(site.x)
    return {
        arguments[name]: _initializer(start, tensors[name], _DEFAULTS[arguments[name]])
        for name, start in site.init.items()
        if name in tensors
    }


def _initializer(start: Start, tensor: Tensor, default: float | str) -> Code | None:
    match start.kind:
        case "zeros" | "ones":
            return unless(0 if start.kind == "zeros" else 1, _number(default))
        case "constant":
            (value,) = start.args
            if isinstance(value, Const) and isinstance(value.value, (int, float)):
                return unless(value.value, _number(default))
            return lit(value)
        case "normal":
            return invoke("initializers.Normal", lit(start.args[0]))
        case "uniform":
            low, high = start.args
            if low == -high:
                return invoke("initializers.Uniform", lit(high))
            # initializers.Uniform is symmetric.
            return invoke("Between", lit(low), lit(high))
        case _:
            return _scaled(start.kind, tensor, default)


def _number(default: float | str) -> float | None:
    return None if isinstance(default, str) else default


def _scaled(kind: str, tensor: Tensor, default: float | str) -> Code | None:
    """A distribution whose width depends on the fan-in."""
    scheme, _, law = kind.partition("_")
    name = f"initializers.{_SCHEMES[scheme]}{law.capitalize()}"
    matrix = len(tensor.shape) > 1
    if scheme == "xavier":
        return invoke(name)
    # Chainer reads the fan from the shape, as for a convolution.
    if matrix and _product(tensor.shape[1:]) == lift(tensor.fan_in):
        return None if kind == default else invoke(name)
    gain = (2 if scheme == "he" else 1) * (3 if law == "uniform" else 1)
    share = Binary("/", Const(gain), lift(tensor.fan_in))
    return invoke(f"initializers.{law.capitalize()}", invoke("math.sqrt", Ex(share)))


def _product(sizes: tuple[Dim, ...]) -> Expr:
    return lift(prod(sizes[1:], start=sizes[0]))
