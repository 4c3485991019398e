"""One class with everything in a dictionary of layers, and a factory."""

import paddle
from paddle import nn


class Heads(nn.Layer):
    def __init__(self, width=6):
        super().__init__()
        self.conv = nn.Conv2D(3, width, 3, padding=1)
        for name in ("shared", "first", "aux"):
            self.add_sublayer(name, nn.Linear(width, width))
        self.second = nn.Linear(width, width, bias_attr=False)

    def forward(self, image, meta):
        relu, tanh = nn.ReLU(), nn.Tanh()
        flat = relu(self.conv(image)).mean([2, 3])
        x = self.shared(tanh(self.shared(flat + meta)))
        first = self.first(nn.functional.dropout(x, 0.25, training=self.training))
        scaled = paddle.multiply(first, self.second(x))
        return (first, scaled, self.aux(flat)) if self.training else (first, scaled)


def heads():
    return Heads(width=6)
