"""Sequential parts, functions in place, and formulas."""

import paddle
import paddle.nn.functional as F
from paddle import nn


class ConvBN(nn.Sequential):
    def __init__(self, channels, act):
        super().__init__(
            nn.Conv2D(channels, channels, 3, padding="SAME"),
            nn.BatchNorm2D(channels),
            act,
        )


class Norms(nn.Layer):
    def __init__(self):
        super().__init__()
        self.group = nn.GroupNorm(num_groups=2, num_channels=4)
        self.prelu = nn.PReLU(num_parameters=4)
        self.blocks = nn.LayerList([ConvBN(4, nn.ELU(0.5)), ConvBN(4, nn.Hardswish())])
        self.norm = nn.LayerNorm(4)
        self.fc1 = nn.Linear(4, 4)
        self.norm2 = nn.LayerNorm(4)
        self.fc2 = nn.Linear(4, 4)

    def forward(self, x):
        x = self.prelu(self.group(x))
        first, second = self.blocks
        x = second(F.dropout(first(x), 0.2, training=self.training))
        x = paddle.transpose(x, [0, 2, 3, 1])
        x = F.gelu(self.norm(x)).mean(axis=[1, 2])
        x = F.dropout(F.tanh_(self.norm2(self.fc1(x))), training=self.training)
        return nn.Softmax(axis=-1)(paddle.matmul(x, self.fc2.weight) + self.fc2.bias)
