from paddle import nn


class MaxPool(nn.Layer):
    """Windows that overlap, that are padded, and that are rounded up."""

    def __init__(self):
        super().__init__()
        self.plain = nn.MaxPool2D(2)
        self.overlapping = nn.MaxPool2D(3, stride=1)
        self.padded = nn.MaxPool2D(3, stride=1, padding=1)
        self.rectangular = nn.MaxPool2D((1, 2), stride=1, padding=(0, 1))
        self.scale = nn.Conv2D(3, 4, 1)
        self.wide = nn.MaxPool2D(3, stride=1, padding=(1, 0, 0, 2))
        self.over_half = nn.MaxPool2D(3, stride=1, padding=2)
        self.ceil = nn.MaxPool2D(3, stride=2, ceil_mode=True)

    def forward(self, x):
        x = self.rectangular(self.padded(self.overlapping(self.plain(x))))
        return self.ceil(self.over_half(self.wide(self.scale(x))))
