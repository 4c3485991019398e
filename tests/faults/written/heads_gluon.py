"""Activations fused into layers, and a plain Block."""

import mxnet as mx
from mxnet import autograd
from mxnet.gluon import Block, nn


class Heads(Block):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        with self.name_scope():
            self.trunk = nn.HybridSequential()
            with self.trunk.name_scope():
                self.trunk.add(
                    nn.Conv2D(6, 3, padding=1, in_channels=3, activation="relu"),
                    nn.GlobalAvgPool2D(),
                    nn.Flatten(),
                )
            self.shared = nn.Dense(6, in_units=6)
            self.drop = nn.Dropout(rate=0.25)
            heads = {"first": True, "second": False, "aux": True}
            for name, bias in heads.items():
                self.register_child(nn.Dense(6, in_units=6, use_bias=bias), name)

    def forward(self, image, meta):
        first, second, aux = (
            self._children[name] for name in ("first", "second", "aux")
        )
        flat = self.trunk(image)
        x = self.shared(mx.nd.tanh(self.shared(flat + meta)))
        y = first(self.drop(x))
        if not autograd.is_training():
            return y, y * second(x)
        return y, y * second(x), aux(flat)
