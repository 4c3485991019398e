from paddle import nn


class Conv(nn.Layer):
    """Every geometry of a convolution."""

    def __init__(self):
        super().__init__()
        self.square = nn.Conv2D(4, 6, 3)
        self.rectangular = nn.Conv2D(6, 4, (1, 3), padding=(0, 1))
        self.grouped = nn.Conv2D(4, 6, 3, padding=1, groups=2, bias_attr=False)
        self.depthwise = nn.Conv2D(6, 12, 3, padding=1, groups=6)
        self.dilated = nn.Conv2D(12, 5, 3, padding=(2, 1), dilation=(2, 1))
        self.asymmetric = nn.Conv2D(5, 4, (2, 4), padding=(0, 1, 2, 1))
        self.strided = nn.Conv2D(4, 3, 3, stride=(2, 1), padding=1)

    def forward(self, x):
        x = self.square(x)
        x = self.rectangular(x)
        x = self.grouped(x)
        x = self.depthwise(x)
        x = self.dilated(x)
        x = self.asymmetric(x)
        return self.strided(x)
