from mxnet.gluon import nn


class RepeatPad(nn.HybridBlock):
    """Pixels of the input, mirrored or repeated, at (top, bottom, left, right)."""

    def __init__(self, pads, mode):
        super().__init__()
        self.pads = (0, 0, 0, 0, *pads)
        self.mode = mode

    def hybrid_forward(self, F, x):
        return F.pad(x, mode=self.mode, pad_width=self.pads)


class RepeatPad1D(nn.HybridBlock):
    """Values of the input, mirrored or repeated, at (left, right)."""

    def __init__(self, pads, mode):
        super().__init__()
        self.pads = (0, 0, 0, 0, 0, 0, *pads)
        self.mode = mode

    def hybrid_forward(self, F, x):
        # F.pad takes no signals, so this one becomes an image of one row.
        x = F.pad(F.expand_dims(x, axis=2), mode=self.mode, pad_width=self.pads)
        return F.squeeze(x, axis=2)


class Unit(nn.HybridBlock):
    """Block Unit."""

    def __init__(self, in_channels, pad=1):
        super().__init__()
        self.pad = nn.ReflectionPad2D(pad)
        self.conv = nn.Conv2D(in_channels, 3, in_channels=in_channels)
        self.edge = RepeatPad((pad, 0, 1, pad), "edge")

    def hybrid_forward(self, F, x):
        return self.edge(self.conv(self.pad(x)))


class Listed(nn.HybridSequential):
    """Block Listed."""

    def __init__(self, in_channels, pad=1):
        super().__init__()
        self.add(
            nn.ReflectionPad2D(2),
            nn.Conv2D(3, 3, in_channels=in_channels),
            RepeatPad((pad, pad, pad, pad), "edge"),
        )
        if in_channels > 1:
            self.add(RepeatPad((0, 1, 2, 0), "reflect"))


class Signal(nn.HybridSequential):
    """Block Signal."""

    def __init__(self, in_channels):
        super().__init__()
        self.add(
            RepeatPad1D((2, 1), "reflect"),
            nn.Conv1D(2, 3, in_channels=in_channels),
            RepeatPad1D((3, 3), "edge"),
        )


class Borders(nn.HybridBlock):
    """Borders that mirror or repeat the pixels of the input."""

    def __init__(self, width=2):
        super().__init__()
        self.pad = nn.ReflectionPad2D(width)
        self.conv = nn.Conv2D(2, 3, in_channels=2)
        self.named = RepeatPad((1, 1, 2, 2), "edge")
        self.unit = Unit(2, pad=width)
        self.listed = Listed(2)
        self.ends = RepeatPad1D((1, 3), "reflect")
        self.tanh = nn.Activation("tanh")
        self.more = Signal(2)
        self.cube = RepeatPad((1, 1, 0, 2, 1, 1), "reflect")
        self.mix = nn.Conv3D(2, 2, in_channels=1)
        self.faces = RepeatPad((1, 1, 1, 1, 1, 1), "edge")

    def hybrid_forward(self, F, x, signal, volume):
        x = self.named(self.conv(self.pad(x)))
        x = self.unit(x)
        listed = self.listed(x)
        more = self.more(self.tanh(self.ends(signal)))
        return (listed, more, self.faces(self.mix(self.cube(volume))))
