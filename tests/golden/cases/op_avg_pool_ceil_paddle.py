import paddle
from paddle import nn
from paddle.nn import functional as F


class AvgPoolCeil(nn.Layer):
    """Average pooling that is rounded up, with padding counted or not."""

    def __init__(self):
        super().__init__()
        self.a = nn.AvgPool2D(2, padding=1, exclusive=False)
        self.ga = nn.AdaptiveAvgPool2D(2)
        self.b = nn.AvgPool2D(3, stride=2, ceil_mode=True)
        self.gb = nn.AdaptiveAvgPool2D(2)
        self.c = nn.AvgPool2D(3, stride=2, padding=1, ceil_mode=True, exclusive=True)
        self.gc = nn.AdaptiveAvgPool2D(2)
        self.d = nn.AvgPool2D(
            (2, 3), stride=(3, 2), padding=(0, 0, 0, 1), exclusive=True
        )
        self.gd = nn.AdaptiveAvgPool2D(2)
        self.e = nn.AvgPool2D(
            3, stride=2, padding=(1, 0, 0, 1), ceil_mode=True, exclusive=True
        )
        self.ge = nn.AdaptiveAvgPool2D(2)
        self.f = nn.AvgPool2D(4, stride=3, padding=3, exclusive=False)
        self.gf = nn.AdaptiveAvgPool2D(2)

    def forward(self, x):
        branch1 = self.ga(self.a(x))
        branch2 = self.gb(self.b(x))
        branch3 = self.gc(self.c(x))
        branch4 = self.gd(self.d(F.pad(x, (0, 0, 1, 1))))
        branch5 = self.ge(self.e(x))
        branch6 = self.gf(self.f(x))
        return paddle.concat(
            (branch1, branch2, branch3, branch4, branch5, branch6), axis=1
        )
