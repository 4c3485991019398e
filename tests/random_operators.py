"""Random operators, and what is known of the values they give.

No size is computed: every window is padded so that it fits any image, and what a join
needs to know is tracked as tokens. Values with equal ``space`` have the same height and
width, with equal ``channels`` the same channels; a fresh token equals no other.
"""

from dataclasses import dataclass, replace
from typing import Any

from tests.random_numbers import ACTIVATIONS, Chooser

Node = dict[str, Any] | str


class Fresh:
    """A token that equals no other."""


@dataclass(frozen=True)
class Value:
    """What is known of a value; ``channels`` is an expression, None if unknown."""

    rank: int = 3
    channels: str | None = None
    space: object = None


class Operators(Chooser):
    """Draws single operators."""

    growing = False  # whether images may become much larger here

    def operator(self, x: Value) -> tuple[Node, Value]:
        """An operator for ``x`` and what it gives."""
        if x.rank != 3:
            return self.flat(x)
        draws = (self.conv, self.conv, self.bn, self.act, self.pool, self.other)
        return self.pick(*draws)(x)

    def flat(self, x: Value) -> tuple[Node, Value]:
        if x.rank == 1 and self.chance(60):
            units = self.number()
            node: dict[str, Any] = {"op": "dense", "units": units}
            if self.chance(30):
                node["bias"] = self.condition()
            return node, replace(x, channels=str(units))
        return self.pick(self.bn, self.act, self.scale)(x)

    def scale(self, x: Value) -> tuple[Node, Value]:
        return self.pick("layer_norm", "layer_scale"), x

    def conv(self, x: Value) -> tuple[Node, Value]:
        channels, kernel = self.number(), self.pick(1, 3, 2, [1, 3], [3, 2])
        if self.growing and self.chance(10):
            return self.transposed(channels)
        node: dict[str, Any] = {"op": "conv", "channels": channels, "kernel": kernel}
        height, width = kernel if isinstance(kernel, list) else (kernel, kernel)
        if (height, width) != (1, 1):
            step = node["dilation"] = self.pick(1, 1, 2)
            rows, columns = step * height // 2, step * width // 2
            node["padding"] = self.pick(
                [rows, columns], [[rows, rows + 1], [columns, columns]]
            )
        node["stride"] = self.pick(1, 1, 1, 2, [1, 2])
        if self.chance(15):
            node["stride"] = f"2 if {self.condition()} else 1"
        if x.channels is not None and self.chance(20):
            times = self.pick(1, 1, 2)
            node |= {"groups": "depthwise", "channels": f"({x.channels}) * {times}"}
        if self.chance(40):
            node["bias"] = self.pick(False, self.condition())
        odd = height % 2 == width % 2 == 1 and node.get("dilation", 1) == 1
        keeps = odd and node["stride"] == 1 and _symmetric(node.get("padding"))
        return node, Value(3, str(node["channels"]), x.space if keeps else Fresh())

    def transposed(self, channels: Any) -> tuple[Node, Value]:
        node = {"op": "conv_transpose", "channels": channels, "kernel": 2, "stride": 2}
        if self.chance(50):
            node |= {"kernel": 3, "padding": 1, "output_padding": 1}
        return node, Value(3, str(channels), Fresh())

    def bn(self, x: Value) -> tuple[Node, Value]:
        if self.chance(50):
            return "bn", x
        node: dict[str, Any] = {"op": "bn", "eps": self.pick(0.001, 1e-5, 2e-5)}
        node["decay"] = self.pick(0.9, 0.8, 0.99)
        if self.chance(30):
            node["affine"] = self.pick(False, self.condition())
        return node, x

    def act(self, x: Value) -> tuple[Node, Value]:
        if self.names.words and self.chance(30):
            return {"op": "activation", "kind": self.pick(*self.names.words)}, x
        if self.chance(20):
            return {"op": "leaky_relu", "slope": self.pick(0.2, *self.names.floats)}, x
        if self.chance(10):
            return {"op": "prelu", "per_channel": self.pick(True, False)}, x
        return self.pick(*ACTIVATIONS), x

    def pool(self, x: Value) -> tuple[Node, Value]:
        kernel, stride = self.pick(3, 2, [3, 2]), self.pick(1, 2)
        node: dict[str, Any] = {
            "op": self.pick("max_pool", "avg_pool"),
            "kernel": kernel,
        }
        node |= {"stride": stride, "padding": 1}
        if self.chance(30):
            node["rounding"] = "ceil"
        if node["op"] == "avg_pool" and self.chance(40):
            node["count_padding"] = False
        keeps = stride == 1 and kernel == 3
        return node, replace(x, space=x.space if keeps else Fresh())

    def other(self, x: Value) -> tuple[Node, Value]:
        one = replace(x, space="1")
        two, more = replace(x, space="2"), replace(x, space=Fresh())
        found: list[tuple[Node, Value]] = [
            ("layer_norm", x),
            ("layer_scale", x),
            ({"op": "layer_norm", "axis": "last"}, x),
            ({"op": "layer_scale", "axis": "last"}, x),
            ({"op": "dense", "units": self.number(), "axis": "last"}, more),
            ({"op": "permute", "order": [0, 2, 1]}, more),
            ({"op": "permute", "order": [1, 2, 0]}, replace(more, channels=None)),
            ("identity", x),
            ({"op": "dropout", "drop_prob": 0.3}, x),
            ({"op": "stochastic_depth", "drop_prob": 0.3}, x),
            ({"op": "channel_shuffle", "groups": self.groups(x)}, x),
            ({"op": "group_norm", "groups": 1}, x),
            ({"op": "lrn", "size": 3}, x),
            ({"op": "pad", "padding": [[0, 1], [1, 0]]}, more),
            ({"op": "slice", "stop": 1}, replace(x, channels="1")),
            ({"op": "scale", "factor": 0.7}, x),
            ({"op": "adaptive_avg_pool", "size": 2}, two),
            ("global_avg_pool", one),
        ]
        if self.growing:
            mode = self.pick("nearest", "bilinear")
            found.append(({"op": "upsample", "scale": 2, "mode": mode}, more))
        return self.pick(*found)

    def groups(self, x: Value) -> Any:
        """A number that divides the channels of ``x``."""
        return 1 if x.channels is None else f"2 if ({x.channels}) % 2 == 0 else 1"

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


def _symmetric(padding: Any) -> bool:
    return padding is None or not isinstance(padding[0], list)
