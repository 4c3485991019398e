import paddle
from paddle import nn
from paddle.nn import functional as F


class Joins(nn.Layer):
    """add, mul and concat of branches and of earlier nodes."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2D(4, 4, 3, padding=1)
        self.left = nn.Conv2D(4, 4, 1)
        self.gate = nn.Conv2D(4, 4, 1)
        self.concat_0 = nn.Conv2D(4, 2, 1)

    def forward(self, x):
        stem = self.stem(x)
        plus = stem + F.relu(stem) + self.left(stem)
        y = F.sigmoid(self.gate(plus))
        x = stem + plus * y + x
        concat_from = paddle.concat((x * stem, stem, plus), axis=1)
        x = paddle.concat((self.concat_0(plus), plus, F.tanh(plus)), axis=1)
        return paddle.concat((x, concat_from), axis=1)
