"""Random operators, and the known facts about their values."""

from dataclasses import replace
from typing import Any

from tests.generator.random_numbers import ACTIVATIONS
from tests.generator.random_windows import Fresh, Node, Value, Windows

PLAIN = (
    *(*ACTIVATIONS, "relu6", "mish", "softplus", "selu", "hard_sigmoid", "gelu"),
    *({"op": "elu", "alpha": 0.5}, {"op": "gelu", "approximate": "tanh"}),
    *({"op": "activation", "kind": "leaky_relu", "slope": 0.3}, "softsign"),
    *("log_sigmoid", "abs", {"op": "offset", "value": 0.7}),
    *({"op": "hard_sigmoid", "slope": 0.2}, {"op": "hard_sigmoid", "offset": 0.3}),
    *({"op": "clamp", "min": -0.7, "max": 1.1}, {"op": "clamp", "max": 0.6}),
)


class Operators(Windows):
    """Draws single operators, and short lists of them that belong together."""

    def operator(self, x: Value) -> tuple[Node, Value]:
        """An operator for ``x``, and its value."""
        if x.rank != 3:
            return self.flat(x)
        if self.chance(12):
            return self.scored(x)
        draws = (self.conv, self.conv, self.bn, self.act, self.pool, self.other)
        return self.pick(*draws)(x)

    def flat(self, x: Value) -> tuple[Node, Value]:
        if x.rank == 1 and self.chance(60):
            units = self.number()
            node: dict[str, Any] = {"op": "dense", "units": units}
            if self.chance(30):
                node["bias"] = self.pick(False, self.condition())
            return node, replace(x, channels=str(units))
        return self.pick(self.bn, self.act, self.plain)(x)

    def scored(self, x: Value) -> tuple[Node, Value]:
        """A softmax or a gate, after a convolution that states the channels."""
        first = self.project(4)
        axis = self.pick("channels", "last", "height", "width", 0, 1, "1 + 1")
        name = self.pick("softmax", "log_softmax", "glu")
        if name == "glu" and self.chance(30):  # twice as wide
            wide = {"op": "upsample", "scale": 2}
            nodes: list[Node] = [wide, {"op": name, "axis": "last"}]
            return {"op": "seq", "body": nodes}, replace(x, space=Fresh())
        node: Node = name if self.chance(40) else {"op": name, "axis": axis}
        if name == "glu":
            node = self.pick("glu", {"op": "glu", "axis": "channels"})
        channels = "2" if name == "glu" else "4"
        return {"op": "seq", "body": [first, node]}, replace(x, channels=channels)

    def bn(self, x: Value) -> tuple[Node, Value]:
        if self.chance(50):
            return "bn", x
        node: dict[str, Any] = {"op": "bn", "eps": self.pick(0.001, 1e-5, 2e-5)}
        node["decay"] = self.pick(0.9, 0.8, 0.99)
        if self.chance(30):
            key = self.pick("affine", "scale", "center")
            node[key] = self.pick(False, self.condition())
        return node, x

    def arithmetic(self, x: Value) -> tuple[Node, Value]:
        """Roots, powers and logarithms of positive values, and exponents of bounded ones."""
        positive = self.pick("square", "sigmoid", "softplus", "abs")
        least = {"op": "offset", "value": self.pick(0.3, 1, *self.names.floats)}
        power = {"op": "power", "exponent": self.pick(0.6, 2, -1, *self.names.floats)}
        nodes = [positive, least, self.pick("sqrt", "log", power, power)]
        if self.chance(30):
            nodes = [self.pick("tanh", {"op": "clamp", "max": 0.5}), "exp"]
        return {"op": "seq", "body": nodes}, x

    def act(self, x: Value) -> tuple[Node, Value]:
        if self.names.words and self.chance(30):
            return {"op": "activation", "kind": self.pick(*self.names.words)}, x
        if self.chance(20):
            return {"op": "leaky_relu", "slope": self.pick(0.2, *self.names.floats)}, x
        if self.chance(10):
            each = self.pick(True, False, self.condition())
            return {"op": "prelu", "per_channel": each}, x
        if self.chance(10):
            return self.arithmetic(x)
        return self.pick(*PLAIN), x

    def plain(self, x: Value) -> tuple[Node, Value]:
        """An operator that takes any value and keeps its shape."""
        return self.pick(
            "layer_norm",
            {"op": "layer_norm", "eps": 0.001},
            {"op": "frozen_bn", "eps": self.pick(0.001, 0.3)},
            {"op": "layer_norm", self.pick("affine", "scale", "center"): False},
            {"op": "rms_norm", "eps": self.pick(0.001, 0.3)},
            "identity",
            "layer_scale",
            {"op": "dropout", "drop_prob": self.pick(0.3, 0.5, *self.names.floats)},
            {"op": "stochastic_depth", "drop_prob": 0.2},
        ), x

    def other(self, x: Value) -> tuple[Node, Value]:
        one, more = replace(x, space="size 1"), replace(x, space=Fresh())
        border = {"op": "pad", "padding": [[0, 1], [1, 0]], "value": self.pick(0, 0.5)}
        found: list[tuple[Node, Value]] = [
            self.plain(x),
            ({"op": "group_norm", "groups": 1, "eps": self.pick(1e-5, 1e-3)}, x),
            ({"op": "lrn", "size": self.pick(3, 5)}, x),
            (self.divided(), x),
            (
                {"op": "dropout", "channels": self.pick(True, False, self.condition())},
                x,
            ),
            (border, more),
            ({"op": "pad", "padding": 1, "mode": "edge"}, more),
            ({"op": "slice", "stop": 1}, replace(x, channels="1")),
            self.resized(x),
            (self.pick("global_avg_pool", "global_max_pool"), one),
            *(self.reduced(x) for _ in range(4)),  # four operators of many axes
            ({"op": "channel_shuffle", "groups": self.groups(x)}, x),
            ({"op": "layer_norm", "axis": "last"}, x),
            ({"op": "layer_scale", "axis": "last"}, x),
            ({"op": "dense", "units": self.number(), "axis": "last"}, more),
            ({"op": "permute", "order": self.pick([0, 2, 1], "[0, 2, 1]")}, more),
            ({"op": "permute", "order": [1, 2, 0]}, replace(more, channels=None)),
            ({"op": "slice", "axis": self.side_name(), "step": 2}, more),
            self.wide(x),
            self.counted(x),
            self.bordered(x),
            self.instance(x),
            self.turned(x),
        ]
        return self.pick(*found)

    def side_name(self) -> str:
        """An axis with more than one value, by its name."""
        return self.pick("height", "width", "last")

    def divided(self) -> Node:
        """A division by a length; a large ``eps`` keeps that of one value smooth."""
        op = self.pick("rms_norm", "l2_normalize")
        node: dict[str, Any] = {"op": op, "eps": self.pick(0.3, 0.7)}
        node["axis"] = self.pick("channels", "last")
        if op == "rms_norm" and self.chance(40):
            node["scale"] = self.pick(False, self.condition())
        return node

    def reduced(self, x: Value) -> tuple[Node, Value]:
        """A reduction over axes; most keep the rank."""
        node: dict[str, Any] = {"op": self.pick("mean", "sum", "max", "min")}
        if self.chance(15):
            return node | {"over": self.pick("space", [1, 2])}, replace(x, rank=1)
        node["keep"] = True
        axis = self.pick("channels", 0, "height", "width", "last", 1)
        if self.chance(15):
            axis = self.pick("space", ["height", "width"])
            return node | {"over": axis}, replace(x, space="size 1")
        node["over"] = [axis] if self.chance(30) else axis
        if axis in ("channels", 0):
            return node, replace(x, channels="1")
        return node, replace(x, space=Fresh())

    def groups(self, x: Value) -> Any:
        """A number that divides the channels of ``x``."""
        return 1 if x.channels is None else f"2 if ({x.channels}) % 2 == 0 else 1"

    # --- lists that belong together -----------------------------------------------

    def counted(self, x: Value) -> tuple[Node, Value]:
        """Operators that need known channels, after a convolution that states them."""
        first = self.project(self.pick(4, 8))
        inside = replace(x, channels="4")
        scaled = {"op": "lrn", "size": 3, "alpha": 0.5, "beta": 0.6, "k": 2}
        turned = [self.transposed(6, inside, groups=2)] if self.growing else []
        node, after = self.pick(
            ({"op": "group_norm", "groups": 2}, inside),
            ({"op": "channel_shuffle", "groups": 2}, inside),
            ({"op": "slice", "start": 1, "stop": 4}, replace(x, channels="3")),
            (
                {"op": "pixel_shuffle", "scale": 2},
                replace(x, channels=None, space=Fresh()),
            ),
            (
                {"op": "reshape", "shape": ["1 + 1", -1, self.pick(1, 2)]},
                replace(x, channels="2", space=Fresh()),
            ),
            (scaled, inside),
            ({"op": "scale", "factor": 0.7}, inside),
            self.grouped(inside),
            *turned,
        )
        return {"op": "seq", "body": [first, node]}, replace(after, channels=None)

    def grouped(self, x: Value) -> tuple[Node, Value]:
        node: dict[str, Any] = {"op": "conv", "channels": self.pick(4, 6), "groups": 2}
        keeps = self.window(node)
        return node, replace(x, space=x.space if keeps else Fresh())

    def wide(self, x: Value) -> tuple[Node, Value]:
        """Operators that need sides of two, after a border or an enlargement."""
        if self.chance(20):
            first = {"op": "upsample", "scale": 2}
            node = {"op": "pixel_unshuffle", "scale": self.pick(2, "1 + 1")}
            return {"op": "seq", "body": [first, node]}, replace(x, channels=None)
        border = {"op": "pad", "padding": 1}
        node = self.pick(
            {"op": "pad", "padding": self.pick(1, [[2, 0], 1]), "mode": "reflect"},
            {"op": "crop", "cropping": self.pick(1, [1, 0], [[0, 1], [1, 0]])},
            {"op": "roll", "shift": self.pick(1, -2, [1, 0], ["2 - 1", 0])},
            {"op": "slice", "axis": self.pick("height", 1), "start": 1, "stop": 3},
            {"op": "slice", "axis": self.pick("width", 2), "start": 1, "step": 2},
        )
        return {"op": "seq", "body": [border, node]}, replace(x, space=Fresh())

    def bordered(self, x: Value) -> tuple[Node, Value]:
        """A border that is never the maximum."""
        border = {"op": "pad", "padding": 1, "value": self.pick(float("-inf"), "-inf")}
        pool = {"op": "max_pool", "kernel": 3, "stride": 1}
        return {"op": "seq", "body": [border, pool]}, x

    def instance(self, x: Value) -> tuple[Node, Value]:
        """A norm that needs several pixels."""
        norm: dict[str, Any] = {"op": "instance_norm", "eps": self.pick(0.3, 0.7)}
        norm["affine"] = self.pick(True, False, self.condition())
        body = [{"op": "pad", "padding": 1}, norm]
        return {"op": "seq", "body": body}, replace(x, space=Fresh())

    def turned(self, x: Value) -> tuple[Node, Value]:
        """Operators on the last axis."""
        units = self.number()
        last = {"axis": "last"}
        nodes: list[Node] = [
            {"op": "permute", "order": [1, 2, 0]},
            {"op": "layer_norm", **last},
            {"op": "dense", "units": units, **last},
            "gelu",
            {"op": "layer_scale", **last},
            {"op": "permute", "order": [2, 0, 1]},
        ]
        if self.chance(30):
            del nodes[1]
        return {"op": "seq", "body": nodes}, replace(x, channels=str(units))

    def project(self, width: Any) -> Node:
        """A convolution that keeps height and width."""
        bias = self.pick(True, False)
        return {"op": "conv", "channels": width, "kernel": 1, "bias": bias}

    def keeping(self) -> list[Node]:
        """Nodes that keep height and width."""
        same = {"op": "conv", "channels": self.number(), "kernel": 3, "padding": 1}
        return [
            self.pick(same, "bn", "tanh", "relu") for _ in range(self.pick(0, 1, 2))
        ]
