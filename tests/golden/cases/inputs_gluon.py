from mxnet.gluon import nn


class Up(nn.HybridBlock):
    """Block Up."""

    def __init__(self, in_channels, skip_channels, channels):
        super().__init__()
        skip_width = in_channels + 1
        self.conv = nn.Conv2D(channels, 1, in_channels=in_channels)
        self.other = nn.Conv2D(skip_width, 1, in_channels=skip_channels)
        self.merge = nn.Conv2D(
            in_channels, 1, in_channels=skip_channels + channels + skip_width
        )

    def hybrid_forward(self, F, x, skip):
        conv = self.conv(x)
        x = F.concat(skip, conv, self.other(skip), dim=1)
        return self.merge(x)


class Scale(nn.HybridBlock):
    """Block Scale."""

    def __init__(self, in_channels, by_channels):
        super().__init__()
        self.fc = nn.Dense(in_channels, in_units=by_channels)
        self.sigmoid = nn.Activation("sigmoid")
        self.pool = nn.GlobalAvgPool2D()

    def hybrid_forward(self, F, features, by):
        gate = self.sigmoid(self.fc(by))
        x = F.flatten(self.pool(features))
        return F.broadcast_mul(x, gate)


class Inputs(nn.HybridBlock):
    """Several inputs of the network and of a block."""

    def __init__(self, width=4):
        super().__init__()
        self.stem = nn.Conv2D(width, 3, padding=1, in_channels=3)
        self.up = Up(width, 1, 3)
        self.up2 = Up(1, 3, 2)
        self.scale = Scale(width, 5)
        self.pool = nn.GlobalAvgPool2D()
        self.fc = nn.Dense(3, in_units=width + 6)

    def hybrid_forward(self, F, image, mask, vector):
        x = self.stem(image)
        up = self.up(x, mask)
        up2 = self.up2(mask, image)
        scale = self.scale(up, vector)
        x = F.flatten(self.pool(up2))
        return self.fc(F.concat(scale, vector, x, dim=1))
