import paddle
from paddle import nn
from paddle.nn import functional as F


class Pool(nn.Layer):
    """Block Pool."""

    def __init__(self, counted=True):
        super().__init__()
        self.counted = counted
        self.even = nn.AvgPool2D(3, stride=2, padding=1, exclusive=not counted)
        self.uneven = nn.AvgPool2D(
            2,
            stride=1,
            padding=(
                1 - (1 if not counted else 0),
                1 - (1 if not counted else 0),
                0,
                1 - (1 if not counted else 0),
            ),
            exclusive=True,
        )
        self.ceil = nn.AvgPool2D(
            2,
            padding=(1 - (1 if counted else 0), 1, 0, 1 - (1 if counted else 0)),
            exclusive=True,
        )

    def forward(self, x):
        x = self.even(x)
        x = self.uneven(
            F.pad(
                x,
                (
                    0,
                    1 if not self.counted else 0,
                    1 if not self.counted else 0,
                    1 if not self.counted else 0,
                ),
            )
        )
        return self.ceil(
            F.pad(x, (0, 1 if self.counted else 0, 1 if self.counted else 0, 0))
        )


class CountedPadding(nn.Layer):
    """Whether the padding of a mean counts depends on a param, with uneven padding as
    well.
    """

    def __init__(self):
        super().__init__()
        self.a = Pool()
        self.b = Pool(counted=False)

    def forward(self, x):
        return paddle.concat((self.a(x), self.b(x)), axis=1)
