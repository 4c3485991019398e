"""Random operators that slide a window or change the size of an image.

No size is computed: every window is padded so that it fits any image, a single pixel as
well.
"""

from dataclasses import dataclass, replace
from typing import Any

from tests.generator.random_numbers import Chooser

Node = dict[str, Any] | str
Sides = tuple[int, int]  # before and after

ADAPTIVE = ("adaptive_avg_pool", "adaptive_max_pool")


class Fresh:
    """A token that equals no other."""


@dataclass(frozen=True)
class Value:
    """What is known of a value; ``channels`` is an expression, None if unknown.

    Values with equal ``space`` have the same height and width, with equal ``channels``
    the same channels; a fresh token equals no other.
    """

    rank: int = 3
    channels: str | None = None
    space: object = None


class Windows(Chooser):
    """Draws convolutions, pools and resizes."""

    growing = False  # whether images may become much larger here

    def conv(self, x: Value) -> tuple[Node, Value]:
        if self.growing and self.chance(10):
            return self.transposed(self.number(), x)
        node: dict[str, Any] = {"op": "conv", "channels": self.number()}
        keeps = self.window(node)
        if x.channels is not None and self.chance(20):
            times = self.pick(1, 1, 2)
            node |= {"groups": "depthwise", "channels": f"({x.channels}) * {times}"}
        if self.chance(40):
            node["bias"] = self.pick(False, self.condition())
        if self.chance(10):
            law = self.pick("he_normal", "xavier_uniform", {"normal": 0.02}, "ones")
            node["init"] = {"weight": law}
        return node, Value(3, str(node["channels"]), x.space if keeps else Fresh())

    def window(self, node: dict[str, Any]) -> bool:
        """Give ``node`` a window, and return whether it keeps height and width."""
        if self.chance(10):  # 1 or 3, as an expression has it
            half = f"{self.pick(*self.names.ints)} % 2"
            node |= {"kernel": f"2 * ({half}) + 1", "padding": half}
            return True
        kernel = self.pick((1, 1), (3, 3), (2, 2), (1, 3), (3, 2))
        node["kernel"] = _size(kernel)
        taken = [0, 0]
        if kernel != (1, 1):
            step = self.pick((1, 1), (1, 1), (2, 2), (1, 2))
            node["dilation"] = _size(step)
            taken = [s * (k - 1) for s, k in zip(step, kernel, strict=True)]
            sides = [
                self.sides(total, s > 1 and k % 2 == 0)
                for total, s, k in zip(taken, step, kernel, strict=True)
            ]
            node["padding"] = _pads(sides)
            taken = [
                sum(pair) - total for pair, total in zip(sides, taken, strict=True)
            ]
        node["stride"] = self.pick(1, 1, 1, 2, [1, 2])
        if self.chance(15):
            node["stride"] = f"2 if {self.condition()} else 1"
        return node["stride"] == 1 and taken == [0, 0]

    def sides(self, total: int, hollow: bool) -> Sides:
        """Padding of at least ``total`` in all, so that each window meets a pixel.

        The middle of a ``hollow`` window is no part of it.
        """
        half = total // 2
        if hollow:
            return self.pick((0, total), (total, 0))
        return self.pick(
            (total - half, total - half), (half, total - half), (half, total - half + 1)
        )

    def transposed(
        self, channels: Any, x: Value, groups: int = 1
    ) -> tuple[Node, Value]:
        """A transposed convolution, which leaves a pixel of every image."""
        kernel = self.pick((3, 3), (2, 2), (2, 3), (1, 1))
        stride, step = self.pick((2, 2), (1, 2), (1, 1)), self.pick((1, 1), (2, 2))
        extra = [self.pick(0, max(s, d) - 1) for s, d in zip(stride, step, strict=True)]
        spans = [d * (k - 1) + e for d, k, e in zip(step, kernel, extra, strict=True)]
        cut = [self.pick((0, 0), (s // 2, s // 2), (s // 2, s - s // 2)) for s in spans]
        node: dict[str, Any] = {
            "op": "conv_transpose",
            "channels": channels,
            "kernel": _size(kernel),
            "stride": _size(stride),
            "dilation": _size(step),
            "padding": _pads(cut),
            "output_padding": _size((extra[0], extra[1])),
        }
        if groups > 1:
            node["groups"] = groups
        if self.chance(30):
            node["bias"] = False
        keeps = stride == (1, 1) and [sum(pair) for pair in cut] == spans
        return node, Value(3, str(channels), x.space if keeps else Fresh())

    def pool(self, x: Value) -> tuple[Node, Value]:
        kernel = self.pick((3, 3), (2, 2), (3, 2))
        sides = [
            self.pick(
                *([(1, 1), (1, 2), (2, 2)] if k == 3 else [(1, 1), (0, 1), (1, 0)])
            )
            for k in kernel
        ]
        node: dict[str, Any] = {
            "op": self.pick("max_pool", "avg_pool"),
            "kernel": _size(kernel),
            "padding": _pads(sides),
        }
        stride = self.pick(1, 2, [2, 1], None)
        if stride is not None:
            node["stride"] = stride
        if self.chance(30):
            node["rounding"] = "ceil"
        if node["op"] == "avg_pool" and self.chance(40):
            node["count_padding"] = self.pick(False, self.condition())
        taken = [sum(pair) for pair in sides] == [k - 1 for k in kernel]
        keeps = stride == 1 and taken
        return node, replace(x, space=x.space if keeps else Fresh())

    def resized(self, x: Value) -> tuple[Node, Value]:
        """A pool or a resize to a given size, or by a factor."""
        size = self.pick(1, 2, 3, [2, 3], [4, 3])
        if self.chance(50):
            node = {"op": self.pick(*ADAPTIVE), "size": size}
            return node, replace(x, space=f"size {size}")
        node = self.upsample()
        if self.growing and self.chance(60):
            scale = self.pick(2, [1, 2], 3, 1.5, [2.5, 1])
            return node | {"scale": scale}, replace(x, space=Fresh())
        return node | {"size": size}, replace(x, space=f"size {size}")

    def upsample(self) -> dict[str, Any]:
        """An upsample without its size."""
        node = {"op": "upsample", "mode": self.pick("nearest", "bilinear")}
        if node["mode"] == "bilinear" and self.chance(40):
            node["align_corners"] = self.pick(True, False, self.condition())
        return node


def _size(pair: tuple[int, int]) -> int | list[int]:
    return pair[0] if pair[0] == pair[1] else list(pair)


def _pads(sides: list[Sides]) -> Any:
    """Padding in its shortest form."""
    if any(before != after for before, after in sides):
        return [list(pair) for pair in sides]
    return _size((sides[0][0], sides[1][0]))
