from mxnet.gluon import nn


class ConstantPad2D(nn.HybridBlock):
    """Rows and columns of a value at (top, bottom, left, right)."""

    def __init__(self, pads, value=0):
        super().__init__()
        self.pads = (0, 0, 0, 0, *pads)
        self.value = value

    def hybrid_forward(self, F, x):
        return F.pad(x, mode="constant", pad_width=self.pads, constant_value=self.value)


class Tail(nn.HybridSequential):
    """Block Tail."""

    def __init__(self, in_channels):
        super().__init__()
        self.add(
            nn.Conv2D(4, 1, in_channels=in_channels),
            nn.BatchNorm(in_channels=4),
            nn.HybridLambda(lambda F, x: F.slice_axis(x, axis=1, begin=0, end=2)),
            ConstantPad2D((1, 1, 1, 1)),
        )


class Head(nn.HybridSequential):
    """Block Head."""

    def __init__(self, in_channels):
        super().__init__()
        self.add(
            nn.Activation("relu"),
            nn.Conv2D(4, 1, in_channels=in_channels),
            nn.HybridLambda(
                lambda F, x: F.UpSampling(x, scale=2, sample_type="nearest")
            ),
            nn.HybridLambda(lambda F, x: F.softmax(x, axis=1)),
        )


class Layer(nn.HybridBlock):
    """Part `group` of ListTail."""

    def __init__(self):
        super().__init__()
        self.body = nn.Conv2D(4, 3, padding=1, in_channels=4)

    def hybrid_forward(self, F, x):
        return self.body(x) + x


class GroupLayer(nn.HybridBlock):
    """Part `group` of ListTail."""

    def __init__(self):
        super().__init__()
        self.tanh = nn.Activation("tanh")

    def hybrid_forward(self, F, x):
        return x + x + self.tanh(x)


class ListTail(nn.HybridBlock):
    """Lists whose joins stand among other nodes, and functions at the end."""

    def __init__(self):
        super().__init__()
        self.tail = Tail(3)
        self.head = Head(2)
        self.group = nn.HybridSequential()
        self.group.add(Layer(), nn.Activation("relu"), GroupLayer())

    def hybrid_forward(self, F, x):
        x = self.tail(x)
        x = self.head(x)
        return self.group(x)
