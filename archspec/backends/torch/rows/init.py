"""Initialisers in PyTorch: functions that fill a tensor in place."""

from archspec.backends.contract.dialect import Site
from archspec.backends.python.build import dotted, invoke, joined, lit
from archspec.backends.python.nodes import Arg, Attr, Code, Ex, Invoke, Literal
from archspec.expr import Binary, Const, lift
from archspec.model.definitions import Start
from archspec.ops import Op, Shape, Tensor
from archspec.ops.conv import ConvTranspose

_SIMPLE = {
    # kaiming_'s default gain is that of a leaky_relu with slope 0, which is He's.
    "he_normal": "nn.init.kaiming_normal_",
    "he_uniform": "nn.init.kaiming_uniform_",
    "xavier_normal": "nn.init.xavier_normal_",
    "xavier_uniform": "nn.init.xavier_uniform_",
    "zeros": "nn.init.zeros_",
    "ones": "nn.init.ones_",
}
_LECUN = {
    "lecun_normal": "nn.init.kaiming_normal_",
    "lecun_uniform": "nn.init.kaiming_uniform_",
}


def initialized(layer: Invoke, op: Op, site: Site) -> Code:
    """``layer`` with its tensors initialised by the spec."""
    tensors = op.tensors(site.x)
    fills = {
        name: _filler(start, tensors[name], isinstance(op, ConvTranspose))
        for name, start in site.init.items()
        if name in tensors
    }
    return invoke("initialize", layer, **fills) if fills else layer


def first(shape: Shape, site: Site) -> Code:
    """The initial value of a weight of ``shape`` outside any layer; 1 by default."""
    sizes = [lit(size) for size in shape]
    start = site.init.get("weight", Start("ones"))
    args = [lit(arg) for arg in start.args]
    match start.kind:
        case "zeros":
            return invoke("torch.zeros", *sizes)
        case "constant":
            return joined("*", (args[0], invoke("torch.ones", *sizes)))
        case "normal":
            return joined("*", (args[0], invoke("torch.randn", *sizes)))
        case "uniform":
            drawn = Attr(invoke("torch.empty", *sizes), "uniform_")
            return Invoke(drawn, (Arg(args[0]), Arg(args[1])))
        case _:
            return invoke("torch.ones", *sizes)


def _filler(start: Start, tensor: Tensor, transposed: bool) -> Code:
    """The function that fills a tensor from the distribution ``start``."""
    args = [lit(arg) for arg in start.args]
    match start.kind:
        case "zeros" | "ones":
            return dotted(_SIMPLE[start.kind])
        case "constant":
            return _partial("nn.init.constant_", val=args[0])
        case "normal":
            return _partial("nn.init.normal_", std=args[0])
        case "uniform":
            return _partial("nn.init.uniform_", a=args[0], b=args[1])
        case _:
            return _scaled(start.kind, tensor, transposed)


def _scaled(kind: str, tensor: Tensor, transposed: bool) -> Code:
    """A distribution whose width depends on the fan-in."""
    if kind.startswith("xavier"):
        return dotted(_SIMPLE[kind])
    # kaiming_ reads the fan of a convolution from the shape. It cannot read the fan of a
    # vector, or of a transposed convolution, whose weight is (in, out, ...).
    if len(tensor.shape) > 1 and not transposed:
        if kind in _SIMPLE:
            return dotted(_SIMPLE[kind])
        return _partial(_LECUN[kind], nonlinearity=Literal("linear"))
    uniform = kind.endswith("uniform")
    gain = (2 if kind.startswith("he") else 1) * (3 if uniform else 1)
    width = invoke("math.sqrt", Ex(Binary("/", Const(gain), lift(tensor.fan_in))))
    if uniform:
        return _partial(
            "nn.init.uniform_",
            a=invoke("-math.sqrt", *[a.value for a in width.args]),
            b=width,
        )
    return _partial("nn.init.normal_", std=width)


def _partial(function: str, **keys: Code) -> Code:
    return invoke("partial", dotted(function), **keys)
