from paddle import nn
from paddle.nn import functional as F


class Gate(nn.Sequential):
    """Block Gate."""

    def __init__(self, in_channels):
        super().__init__(
            nn.AdaptiveMaxPool2D(1),
            nn.Conv2D(in_channels, in_channels, 1),
            nn.Sigmoid(),
        )


class Head(nn.Sequential):
    """Block Head."""

    def __init__(self, side):
        super().__init__(
            nn.AdaptiveMaxPool2D(side),
            nn.AdaptiveMaxPool2D((2, 1)),
            nn.AdaptiveMaxPool2D(1),
            nn.Flatten(),
        )


class MaxPools(nn.Layer):
    """Maxima over all sides, or in windows to a given size, of images, signals and
    volumes.
    """

    def __init__(self, side=3, width=4):
        super().__init__()
        self.stem = nn.Conv2D(3, width, 3, padding=1)
        self.equal = nn.MaxPool2D(3, stride=1, padding=1)
        self.weights = Gate(width)
        self.windows = nn.AdaptiveMaxPool2D((side, 5))
        self.head = Head(side)
        self.fc = nn.Linear(width, 2)
        self.parts = nn.AdaptiveMaxPool1D(4)
        self.blocks = nn.AdaptiveMaxPool3D((2, 3, 1))

    def forward(self, image, signal, volume):
        equal = self.equal(self.stem(image))
        gate = F.tanh(equal) + equal
        gated = gate * self.weights(gate)
        windows = self.windows(gated)
        head = self.head(gated)
        x = F.adaptive_max_pool2d(equal, 1).flatten(1)
        fc = self.fc(x)
        parts = self.parts(signal)
        top = F.adaptive_max_pool1d(parts, 1)
        blocks = self.blocks(volume)
        return (windows, head, fc, parts, top, blocks, F.adaptive_max_pool3d(volume, 1))
