"""Initialisers in Paddle: attributes of the tensors of a layer."""

from archspec.backends.contract.dialect import Site
from archspec.backends.contract.fields import unless
from archspec.backends.python.build import invoke, lit
from archspec.backends.python.nodes import Choice, Code, Ex, Literal
from archspec.expr import Const, Expr
from archspec.model.definitions import Start
from archspec.ops import Op
from archspec.ops.conv import Conv, ConvTranspose
from archspec.ops.dense import Dense
from archspec.ops.fields.kinds import Flag
from archspec.record import replace

_PLACE = "nn.initializer"
_FAN_IN = {
    "he_normal": ("KaimingNormal", None),
    "he_uniform": ("KaimingUniform", None),
    # The gain of "linear" is 1; the gain of the default "relu" is the root of 2.
    "lecun_normal": ("KaimingNormal", Literal("linear")),
    "lecun_uniform": ("KaimingUniform", Literal("linear")),
}
_BOTH_FANS = {"xavier_normal": "XavierNormal", "xavier_uniform": "XavierUniform"}


def attributes(
    op: Op, site: Site, weight: Flag = True, bias: Flag = True
) -> dict[str, Code | None]:
    """The arguments ``weight_attr`` and ``bias_attr`` of a layer.

    ``weight`` and ``bias`` say whether the layer has the tensor; Paddle takes True for
    its default initialiser and False for none."""
    return {
        f"{name}_attr": _attribute(op, site, name, flag)
        for name, flag in (("weight", weight), ("bias", bias))
    }


def _attribute(op: Op, site: Site, name: str, flag: Flag) -> Code | None:
    start = site.init.get(name)
    if start is None or flag is False:
        return unless(flag, True)
    code = initializer(op, site, name, start)
    return Choice(Ex(flag), code, Literal(False)) if isinstance(flag, Expr) else code


def initializer(op: Op, site: Site, name: str, start: Start) -> Code:
    """The initialiser of the tensor ``name`` of ``op`` for the distribution ``start``."""
    match start.kind:
        case "zeros":
            return invoke(f"{_PLACE}.Constant")
        case "ones":
            return invoke(f"{_PLACE}.Constant", lit(1.0))
        case "constant":
            return invoke(f"{_PLACE}.Constant", _unless(start.args[0], 0.0))
        case "normal":
            return invoke(f"{_PLACE}.Normal", std=_unless(start.args[0], 1.0))
        case "uniform":
            low, high = _unless(start.args[0], -1.0), _unless(start.args[1], 1.0)
            return invoke(f"{_PLACE}.Uniform", low=low, high=high)
        case _:
            return _by_fan(op, site, name, start.kind)


def _unless(value: Expr, default: float) -> Code | None:
    return None if value == Const(default) else lit(value)


def _by_fan(op: Op, site: Site, name: str, kind: str) -> Code:
    assert isinstance(op, (Conv, ConvTranspose, Dense))  # others have no fan
    if kind in _BOTH_FANS:
        return invoke(f"{_PLACE}.{_BOTH_FANS[kind]}")
    function, nonlinearity = _FAN_IN[kind]
    # Paddle's fan-in is out / groups for a transposed convolution (measured), and the
    # length for a bias.
    own = name == "weight" and not isinstance(op, ConvTranspose)
    fan_in = None if own else lit(replace(op, bias=True).tensors(site.x)[name].fan_in)
    return invoke(f"{_PLACE}.{function}", fan_in=fan_in, nonlinearity=nonlinearity)
