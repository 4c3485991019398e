from paddle import nn


class AdaptivePool(nn.Layer):
    """Network AdaptivePool."""

    def __init__(self):
        super().__init__()
        self.first = nn.AdaptiveAvgPool2D((5, 4))
        self.conv = nn.Conv2D(3, 2, 2)
        self.second = nn.AdaptiveAvgPool2D(3)
        self.third = nn.AdaptiveAvgPool2D(1)

    def forward(self, x):
        return self.third(self.second(self.conv(self.first(x))))
