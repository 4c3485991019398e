from mxnet.gluon import nn


class Roll(nn.HybridBlock):
    """Moves values along the sides; those past the end enter at the start."""

    def __init__(self, shifts):
        super().__init__()
        self.shifts = shifts

    def hybrid_forward(self, F, x):
        for axis, shift in enumerate(self.shifts, 2):
            if shift != 0:
                first = F.slice_axis(x, axis=axis, begin=-shift, end=None)
                rest = F.slice_axis(x, axis=axis, begin=0, end=-shift)
                x = F.concat(first, rest, dim=axis)
        return x


class Unit(nn.HybridBlock):
    """Block Unit."""

    def __init__(self, in_channels, first, margin=1, shift=(0, 1)):
        super().__init__()
        self.first = first
        self.in_channels = in_channels
        self.margin = margin
        self.conv = nn.Conv2D(4, 2, in_channels=in_channels - 1 - first)
        self.roll = Roll(shift)

    def hybrid_forward(self, F, x):
        x = F.slice_axis(x, axis=1, begin=self.first, end=self.in_channels - 1)
        x = F.slice(
            x,
            begin=(None, None, None),
            end=(None, None, None),
            step=(None, None, self.first),
        )
        x = F.slice(
            x,
            begin=(None, None, self.margin, self.margin),
            end=(None, None, -self.margin or None, -self.margin or None),
        )
        return self.roll(self.conv(x))


class Layer(nn.HybridBlock):
    """A part of Listed."""

    def __init__(self, last):
        super().__init__()
        self.last = last

    def hybrid_forward(self, F, x):
        return F.slice_axis(x, axis=1, begin=1, end=self.last)


class ListedLayer(nn.HybridBlock):
    """A part of Listed."""

    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def hybrid_forward(self, F, x):
        return F.slice(
            x, begin=(None, None, None, self.margin), end=(None, None, -1, None)
        )


class ListedLayer2(nn.HybridBlock):
    """A part of Listed."""

    def __init__(self, margin, last):
        super().__init__()
        self.margin = margin
        self.last = last

    def hybrid_forward(self, F, x):
        return F.slice_axis(x, axis=3, begin=self.margin, end=self.last + 1)


class Listed(nn.HybridSequential):
    """Block Listed."""

    def __init__(self, margin=1, last=3):
        super().__init__()
        self.add(
            Layer(last),
            nn.Conv2D(5, 1, in_channels=last - 1),
            nn.HybridLambda(
                lambda F, x: F.slice(
                    x, begin=(None, None), end=(None, None), step=(None, 2)
                )
            ),
            ListedLayer(margin),
            Roll((margin, 0)),
        )
        if margin > 0:
            self.add(ListedLayer2(margin, last))


class Ends(nn.HybridSequential):
    """Block Ends."""

    def __init__(self, in_channels):
        super().__init__()
        self.add(
            nn.HybridLambda(
                lambda F, x: F.slice(x, begin=(None, None, 2), end=(None, None, -1))
            ),
            nn.Conv1D(4, 2, in_channels=in_channels),
            Roll((-2,)),
            nn.HybridLambda(
                lambda F, x: F.slice(
                    x,
                    begin=(None, None, None),
                    end=(None, None, None),
                    step=(None, None, 3),
                )
            ),
        )


class Parts(nn.HybridBlock):
    """Ranges of any axis, margins taken off, and values that move along the sides."""

    def __init__(self, first=1, margin=1, shift=(1, -2)):
        super().__init__()
        self.first = first
        self.unit = Unit(12, first, margin=margin, shift=shift)
        self.listed = Listed(margin=margin)
        self.ends = Ends(3)
        self.mix = nn.Conv3D(2, 1, in_channels=2)
        self.roll = Roll((1, 0, -1))

    def hybrid_forward(self, F, x, flat, signal, volume):
        even = F.slice(
            x,
            begin=(None, None, None, None),
            end=(None, None, None, None),
            step=(None, None, None, 2),
        )
        y = F.slice(
            x,
            begin=(None, None, None, 1),
            end=(None, None, None, None),
            step=(None, None, None, 2),
        )
        unit = self.unit(F.concat(even, y, dim=1))
        features = F.slice(
            flat, begin=(None, self.first), end=(None, 8), step=(None, 3)
        )
        listed = self.listed(x)
        whole = F.slice_axis(self.ends(signal), axis=2, begin=0, end=None)
        x = F.slice(
            volume, begin=(None, None, 1), end=(None, None, 5), step=(None, None, 2)
        )
        x = self.mix(x)
        x = F.slice(x, begin=(None, None, None, 1, 2), end=(None, None, None, None, -2))
        return (unit, features, listed, whole, self.roll(x))
