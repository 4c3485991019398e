"""Initialisers in MXNet: objects that a layer takes as arguments."""

from collections.abc import Mapping

from archspec.backends.contract.dialect import Site
from archspec.backends.contract.fields import unless
from archspec.backends.python.build import invoke, lit
from archspec.backends.python.nodes import Code, Literal
from archspec.expr import Binary, Const, Expr, constant, lift
from archspec.model.definitions import Start
from archspec.ops import Op
from archspec.ops.base import Tensor
from archspec.ops.conv import ConvTranspose

# The variance times the fan, and whether the distribution is normal.
_SCHEMES = {
    "he_normal": (2, True),
    "he_uniform": (6, False),
    "lecun_normal": (1, True),
    "lecun_uniform": (3, False),
    # The fan of Xavier's schemes is the mean of both sides.
    "xavier_normal": (1, True),
    "xavier_uniform": (3, False),
}


def initial(
    op: Op, site: Site, arguments: Mapping[str, tuple[str, Start]]
) -> dict[str, Code]:
    """The initialisers of ``op``'s tensors, without the defaults of its layer.

    ``arguments`` maps each tensor to the layer's argument and its default.
    """
    keys: dict[str, Code] = {}
    for name, tensor in op.tensors(site.x).items():
        start = site.init.get(name)
        if start is None or start == arguments[name][1]:
            continue
        keys[arguments[name][0]] = _initializer(start, tensor, op)
    return keys


def _initializer(start: Start, tensor: Tensor, op: Op) -> Code:
    if start.kind in ("zeros", "ones"):
        return Literal(start.kind)
    if start.kind == "constant":
        return invoke("mx.init.Constant", lit(start.args[0]))
    if start.kind == "normal":
        return invoke("mx.init.Normal", unless(_plain(start.args[0]), 0.01))
    if _is_uneven(start):
        return invoke("UniformBetween", *(lit(arg) for arg in start.args))
    if start.kind == "uniform":
        return invoke("mx.init.Uniform", unless(_plain(start.args[1]), 0.07))
    if len(tensor.shape) == 1:
        return _vector(start, tensor)
    return _matrix(start, op)


def _matrix(start: Start, op: Op) -> Code:
    magnitude, normal = _SCHEMES[start.kind]
    average = start.kind.startswith("xavier")
    if isinstance(op, ConvTranspose) and not average:
        # The first axis of this weight has the inputs of a pixel, which MXNet takes for
        # the outputs. Only the inputs of its group count.
        factor: Code | None = Literal("out")
        size: Code | None = lit(magnitude * lift(op.groups))
    else:
        factor = None if average else Literal("in")
        if start.kind == "he_normal":
            return invoke("mx.init.MSRAPrelu", factor, slope=Literal(0))
        size = unless(magnitude, 3)
    law = Literal("gaussian") if normal else None
    return invoke("mx.init.Xavier", rnd_type=law, factor_type=factor, magnitude=size)


def _vector(start: Start, tensor: Tensor) -> Code:
    """The same distributions for a bias: MXNet reads fans from matrices only."""
    magnitude, normal = _SCHEMES[start.kind]
    law = "mx.init.Normal" if normal else "mx.init.Uniform"
    fraction = Binary("/", Const(magnitude), lift(tensor.fan_in))
    return invoke(law, invoke("math.sqrt", lit(fraction)))


def _plain(arg: Expr) -> float | Expr:
    """The number of a literal, or the expression."""
    number = constant(arg)
    return number if isinstance(number, int | float) else arg


def _is_uneven(start: Start) -> bool:
    """Whether the bounds of a uniform distribution may be unsymmetric."""
    if start.kind != "uniform":
        return False
    low, high = (_plain(arg) for arg in start.args)
    return isinstance(low, Expr) or isinstance(high, Expr) or low != -high
