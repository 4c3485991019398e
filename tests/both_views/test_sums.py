"""Every operator as a summand, on either side: it does not spoil the other's gradient.

A backward pass may write into the gradient that it is given, which the operands of a
sum share: Chainer's average_pooling_nd does.
"""

import pytest

import archspec
from archspec.backends import BACKENDS
from archspec.front.read import read_network
from archspec.text.source import Source

OPERATORS = """
bn
group_norm, groups: 2
instance_norm
frozen_bn
rms_norm
l2_normalize, eps: 0.7
layer_norm
lrn, size: 3, alpha: 0.3
relu
relu6
sigmoid
tanh
silu
mish
softplus
selu
hard_sigmoid
hard_swish
hard_sigmoid, slope: 0.3
log_sigmoid
softsign
leaky_relu, slope: 0.3
elu, alpha: 0.3
gelu
gelu, approximate: tanh
prelu
softmax
log_softmax
scale, factor: 0.5
offset, value: 0.3
power, exponent: 2
square
abs
clamp, min: -0.3, max: 0.6
identity
channel_shuffle, groups: 2
layer_scale
conv, channels: 4, kernel: 3, padding: 1
conv, channels: 4, kernel: 3, padding: [[0, 2], [1, 1]], groups: 2
conv_transpose, channels: 4, kernel: 3, padding: 1
max_pool, kernel: 3, stride: 1, padding: 1
max_pool, kernel: 2, stride: 1, padding: [[1, 0], [0, 1]]
avg_pool, kernel: 3, stride: 1, padding: 1
avg_pool, kernel: 3, stride: 1, padding: 1, count_padding: false
avg_pool, kernel: 2, stride: 1, padding: [[1, 0], [0, 1]], count_padding: false
upsample, size: [6, 5]
upsample, size: [6, 5], mode: bilinear
adaptive_avg_pool, size: [6, 5]
"""


def sums() -> str:
    """A network whose outputs are sums of an operator and its input."""
    body = ["  stem: {op: conv, channels: 4, kernel: 1}"]
    outputs: list[str] = []
    for k, line in enumerate(OPERATORS.split("\n")[1:-1]):
        operator = f"{{op: {line}}}"
        joins = (
            f"op: residual, body: {operator}",
            f"op: add, branches: [[], {operator}]",
        )
        for side, join in zip("xy", joins, strict=True):
            name = f"{side}{k}"
            body += [
                f"  conv_{name}: {{op: conv, channels: 4, kernel: 1, from: stem}}",
                f"  {name}: {{{join}}}",
            ]
            outputs.append(f"{name}: {name}")
    head = ["archspec: 1", "name: Sums", "input: [4, 6, 5]", "body:"]
    return "\n".join([*head, *body, f"outputs: {{{', '.join(outputs)}}}"])


@pytest.mark.parametrize("backend", BACKENDS)
def test_summands_keep_their_gradients(backend: str) -> None:
    spec = archspec.compile(read_network(Source("sums.yaml", sums())))
    report = spec.verify([backend], "grad", batch=2)
    assert report.ok, report.backends[0].findings[:3]
