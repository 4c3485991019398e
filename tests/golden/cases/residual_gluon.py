from mxnet.gluon import nn


class ReLU6(nn.HybridBlock):
    """ReLU up to 6. F.clip would have a gradient at 0."""

    def hybrid_forward(self, F, x):
        return F.minimum(F.Activation(x, act_type="relu"), 6)


class Basic(nn.HybridBlock):
    """Block Basic."""

    def __init__(self, in_channels, width, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2D(
            width, 3, strides=stride, padding=1, in_channels=in_channels
        )
        self.relu = nn.Activation("relu")
        self.conv2 = nn.Conv2D(width, 3, padding=1, in_channels=width)
        self.down = nn.HybridSequential()
        if stride != 1 or in_channels != width:
            self.down.add(
                nn.Conv2D(width, 1, strides=stride, in_channels=in_channels),
                nn.BatchNorm(in_channels=width),
            )

    def hybrid_forward(self, F, x):
        shortcut = self.down(x)
        x = self.relu(self.conv1(x))
        return self.relu(self.conv2(x) + shortcut)


class Mobile(nn.HybridBlock):
    """Block Mobile."""

    def __init__(self, in_channels, width, stride=1, expand=2):
        super().__init__()
        self.skip = stride == 1 and in_channels == width
        if expand != 1:
            self.up = nn.Conv2D(in_channels * expand, 1, in_channels=in_channels)
        else:
            self.up = nn.HybridSequential()
        self.depth = nn.Conv2D(
            in_channels * expand,
            3,
            strides=stride,
            padding=1,
            groups=in_channels * expand if expand != 1 else in_channels,
            in_channels=in_channels * expand if expand != 1 else in_channels,
        )
        self.relu6 = ReLU6()
        self.down = nn.Conv2D(width, 1, in_channels=in_channels * expand)

    def hybrid_forward(self, F, x):
        y = self.up(x)
        y = self.relu6(self.depth(y))
        y = self.down(y)
        if self.skip:
            y = y + x
        return y


class Projected(nn.HybridBlock):
    """Block Projected."""

    def __init__(self, in_channels, width, project=True):
        super().__init__()
        self.skip = project
        self.body = nn.Conv2D(width, 1, in_channels=in_channels)
        if project:
            self.short = nn.Conv2D(width, 1, in_channels=in_channels)
            self.bn = nn.BatchNorm(in_channels=width)

    def hybrid_forward(self, F, x):
        y = self.body(x)
        if self.skip:
            x = self.bn(self.short(x))
            y = y + x
        return y


class Residual(nn.HybridBlock):
    """Shortcuts that are there and not, and a skip that is an expression."""

    def __init__(self):
        super().__init__()
        self.a = nn.Conv2D(4, 3, padding=1, in_channels=4)
        self.basic1 = Basic(4, 4)
        self.basic2 = Basic(4, 6, stride=2)
        self.mobile1 = Mobile(6, 6)
        self.mobile2 = Mobile(6, 6, stride=2, expand=3)
        self.mobile3 = Mobile(6, 6, expand=1)
        self.on = Projected(6, 3)
        self.off = Projected(3, 5, project=False)
        self.b = nn.Conv2D(4, 1, in_channels=5)
        self.d = nn.Conv2D(4, 1, in_channels=4)
        self.tanh = nn.Activation("tanh")
        self.f = nn.Conv2D(4, 1, in_channels=4)
        self.relu = nn.Activation("relu")
        self.h = nn.Conv2D(4, 1, in_channels=4)
        self.last = nn.Conv2D(4, 1, in_channels=4)
        self.gap = nn.GlobalAvgPool2D()

    def hybrid_forward(self, F, x):
        x = self.a(x) + x
        x = self.basic1(x)
        x = self.basic2(x)
        x = self.mobile1(x)
        x = self.mobile2(x)
        x = self.mobile3(x)
        x = self.on(x)
        x = self.off(x)
        x = self.b(x)
        shortcut = self.tanh(x)
        x = self.d(x) + shortcut
        shortcut = self.h(x)
        y = self.relu(self.f(x))
        y = self.last(y + shortcut)
        x = y + x
        shortcut = self.gap(x)
        return F.broadcast_add(x, shortcut)
