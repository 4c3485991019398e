"""Initialisers in PyTorch's words: functions that fill a tensor in place."""

from archspec.backends.dialect import Site
from archspec.backends.target import Code, Invoke, Raw, invoke, lit
from archspec.model.definitions import Start

_SIMPLE = {
    # kaiming_normal_ with a rectifier's gain is sqrt(2 / fan_in), He's rule; PyTorch's
    # own default gain is that of a leaky_relu with slope 0, which is the same.
    "he_normal": "nn.init.kaiming_normal_",
    "he_uniform": "nn.init.kaiming_uniform_",
    "xavier_normal": "nn.init.xavier_normal_",
    "xavier_uniform": "nn.init.xavier_uniform_",
    "zeros": "nn.init.zeros_",
    "ones": "nn.init.ones_",
}


def filler(start: Start) -> Code:
    """The function that fills a tensor as ``start`` says."""
    if start.kind in _SIMPLE:
        return Raw(_SIMPLE[start.kind])
    args = [lit(arg) for arg in start.args]
    if start.kind == "lecun_normal":
        return _partial("nn.init.kaiming_normal_", nonlinearity=Raw('"linear"'))
    if start.kind == "lecun_uniform":
        return _partial("nn.init.kaiming_uniform_", nonlinearity=Raw('"linear"'))
    if start.kind == "constant":
        return _partial("nn.init.constant_", val=args[0])
    if start.kind == "normal":
        return _partial("nn.init.normal_", std=args[0])
    return _partial("nn.init.uniform_", a=args[0], b=args[1])


def _partial(function: str, **keys: Code) -> Code:
    return invoke("partial", Raw(function), **keys)


def initialized(layer: Invoke, site: Site) -> Code:
    """``layer`` with its tensors filled as the spec says."""
    if not site.init:
        return layer
    return invoke(
        "initialize", layer, **{name: filler(s) for name, s in site.init.items()}
    )
