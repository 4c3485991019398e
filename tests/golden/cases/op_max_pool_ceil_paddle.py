import paddle
from paddle import nn
from paddle.nn import functional as F


class MaxPoolCeil(nn.Layer):
    """Rounding up where the frameworks differ on a last window without data."""

    def __init__(self):
        super().__init__()
        self.a = nn.MaxPool2D(2, padding=1)
        self.b = nn.MaxPool2D(1, stride=2)
        self.c = nn.MaxPool2D(3, ceil_mode=True)
        self.d = nn.MaxPool2D((2, 3), stride=(3, 2), padding=(1, 1, 0, 1))
        self.e = nn.MaxPool2D(3, stride=2, padding=(1, 0, 0, 1), ceil_mode=True)
        self.f = nn.MaxPool2D(4, stride=2, padding=3)

    def forward(self, x):
        branch1 = F.adaptive_avg_pool2d(self.a(x), 1)
        branch2 = F.adaptive_avg_pool2d(self.b(x), 1)
        branch3 = F.adaptive_avg_pool2d(self.c(x), 1)
        branch4 = F.adaptive_avg_pool2d(self.d(x), 1)
        branch5 = F.adaptive_avg_pool2d(self.e(x), 1)
        branch6 = F.adaptive_avg_pool2d(self.f(x), 1)
        return paddle.concat(
            (branch1, branch2, branch3, branch4, branch5, branch6), axis=1
        )
