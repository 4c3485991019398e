from mxnet.gluon import nn


class ConstantPad2D(nn.HybridBlock):
    """Rows and columns of a value at (top, bottom, left, right)."""

    def __init__(self, pads, value=0):
        super().__init__()
        self.pads = (0, 0, 0, 0, *pads)
        self.value = value

    def hybrid_forward(self, F, x):
        return F.pad(x, mode="constant", pad_width=self.pads, constant_value=self.value)


class InnerLayer(nn.HybridBlock):
    """Part `channels.inner` of RepeatNestedFrom."""

    def __init__(self, i, j):
        super().__init__()
        self.conv = nn.Conv2D(3, 1, in_channels=4 + i * 3 if j == 0 else i * 3 + 7)

    def hybrid_forward(self, F, x, skip):
        return F.concat(skip, self.conv(x), dim=1)


class Layer(nn.HybridBlock):
    """Part `channels` of RepeatNestedFrom."""

    def __init__(self, i):
        super().__init__()
        self.tanh = nn.Activation("tanh")
        self.inner = nn.HybridSequential()
        for j in range(3):
            self.inner.add(InnerLayer(i, j))

    def hybrid_forward(self, F, x):
        x = self.tanh(x)
        y = x
        for layer in self.inner:
            y = layer(y, x)
        return self.tanh(y)


class LayerInnerLayer(nn.HybridBlock):
    """Part `sides.inner` of RepeatNestedFrom."""

    def __init__(self, i, j):
        super().__init__()
        self.conv = nn.Conv2D(4, 1, in_channels=(10 if i == 0 else 4) if j == 0 else 4)
        self.side = nn.Conv2D(4, 1, in_channels=10 if i == 0 else 4)

    def hybrid_forward(self, F, x, skip):
        conv = self.conv(x)
        return F.broadcast_add(conv, self.side(skip))


class SidesLayer(nn.HybridBlock):
    """Part `sides` of RepeatNestedFrom."""

    def __init__(self, i):
        super().__init__()
        self.pad = ConstantPad2D((1, 1, 1, 1))
        self.inner = nn.HybridSequential()
        for j in range(2):
            self.inner.add(LayerInnerLayer(i, j))

    def hybrid_forward(self, F, x):
        x = self.pad(x)
        y = x
        for layer in self.inner:
            y = layer(y, x)
        return y


class RepeatNestedFrom(nn.HybridBlock):
    """Copies of an inner repeat read values of the outer copy that they are in."""

    def __init__(self):
        super().__init__()
        self.channels = nn.HybridSequential()
        for i in range(2):
            self.channels.add(Layer(i))
        self.sides = nn.HybridSequential()
        for i in range(2):
            self.sides.add(SidesLayer(i))
        self.last = nn.Conv2D(2, 1, in_channels=4)

    def hybrid_forward(self, F, x):
        x = self.channels(x)
        x = self.sides(x)
        return self.last(x)
