from paddle import nn
from paddle.nn import functional as F


class Unit(nn.Layer):
    """Block Unit."""

    def __init__(self, in_channels, pad=1):
        super().__init__()
        self.pad = pad
        self.conv = nn.Conv2D(in_channels, in_channels, 3)

    def forward(self, x):
        x = self.conv(
            F.pad(x, (self.pad, self.pad, self.pad, self.pad), mode="reflect")
        )
        return F.pad(x, (1, self.pad, self.pad, 0), mode="replicate")


class Listed(nn.Sequential):
    """Block Listed."""

    def __init__(self, in_channels, pad=1):
        super().__init__()
        self.append(nn.Pad2D(2, mode="reflect"))
        self.append(nn.Conv2D(in_channels, 3, 3))
        self.append(nn.Pad2D(pad, mode="replicate"))
        if in_channels > 1:
            self.append(nn.Pad2D((2, 0, 0, 1), mode="reflect"))


class Signal(nn.Sequential):
    """Block Signal."""

    def __init__(self, in_channels):
        super().__init__(
            nn.Pad1D((2, 1), mode="reflect"),
            nn.Conv1D(in_channels, 2, 3),
            nn.Pad1D(3, mode="replicate"),
        )


class Borders(nn.Layer):
    """Borders that mirror or repeat the pixels of the input."""

    def __init__(self, width=2):
        super().__init__()
        self.width = width
        self.conv = nn.Conv2D(2, 2, 3)
        self.unit = Unit(2, pad=width)
        self.listed = Listed(2)
        self.more = Signal(2)
        self.mix = nn.Conv3D(1, 2, 2)

    def forward(self, x, signal, volume):
        x = self.conv(
            F.pad(x, (self.width, self.width, self.width, self.width), mode="reflect")
        )
        x = self.unit(F.pad(x, (2, 2, 1, 1), mode="replicate"))
        listed = self.listed(x)
        more = self.more(F.tanh(F.pad(signal, (1, 3), mode="reflect")))
        x = self.mix(F.pad(volume, (1, 1, 0, 2, 1, 1), mode="reflect"))
        return (listed, more, F.pad(x, (1, 1, 1, 1, 1, 1), mode="replicate"))
