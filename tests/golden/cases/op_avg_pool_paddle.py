from paddle import nn
from paddle.nn import functional as F


class AvgPool(nn.Layer):
    """Every geometry of average pooling."""

    def __init__(self):
        super().__init__()
        self.plain = nn.AvgPool2D(2, stride=1)
        self.counted = nn.AvgPool2D(3, stride=1, padding=1, exclusive=False)
        self.not_counted = nn.AvgPool2D(3, stride=1, padding=1, exclusive=True)
        self.rectangular = nn.AvgPool2D((1, 2), padding=(0, 1), exclusive=False)
        self.asymmetric = nn.AvgPool2D(3, stride=1)
        self.shared = nn.AvgPool2D(3, stride=1, padding=(0, 1, 2, 0), exclusive=True)
        self.over_half = nn.AvgPool2D(3, stride=1, padding=2, exclusive=False)
        self.strided = nn.AvgPool2D(2, stride=(2, 1))

    def forward(self, x):
        x = self.rectangular(self.not_counted(self.counted(self.plain(x))))
        x = self.over_half(self.shared(self.asymmetric(F.pad(x, (0, 2, 1, 0)))))
        return self.strided(x)
