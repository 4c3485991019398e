import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class Basic(chainer.Chain):
    """Block Basic."""

    def __init__(self, in_channels, width, stride=1):
        super().__init__()
        with self.init_scope():
            self.conv1 = L.Convolution2D(in_channels, width, 3, stride=stride, pad=1)
            self.conv2 = L.Convolution2D(width, width, 3, pad=1)
            if stride != 1 or in_channels != width:
                self.down = Stack(
                    L.Convolution2D(in_channels, width, 1, stride=stride),
                    L.BatchNormalization(width, eps=1e-5),
                )
            else:
                self.down = F.identity

    def forward(self, x):
        shortcut = self.down(x)
        x = F.relu(self.conv1(x))
        return F.relu(self.conv2(x) + shortcut)


class Mobile(chainer.Chain):
    """Block Mobile."""

    def __init__(self, in_channels, width, stride=1, expand=2):
        super().__init__()
        self.skip = stride == 1 and in_channels == width
        with self.init_scope():
            if expand != 1:
                self.up = L.Convolution2D(in_channels, in_channels * expand, 1)
            else:
                self.up = F.identity
            self.depth = L.Convolution2D(
                in_channels * expand if expand != 1 else in_channels,
                in_channels * expand,
                3,
                stride=stride,
                pad=1,
                groups=in_channels * expand if expand != 1 else in_channels,
            )
            self.down = L.Convolution2D(in_channels * expand, width, 1)

    def forward(self, x):
        y = self.up(x)
        y = F.relu6(self.depth(y))
        y = self.down(y)
        if self.skip:
            y = y + x
        return y


class Projected(chainer.Chain):
    """Block Projected."""

    def __init__(self, in_channels, width, project=True):
        super().__init__()
        self.skip = project
        with self.init_scope():
            self.body = L.Convolution2D(in_channels, width, 1)
            if project:
                self.short = L.Convolution2D(in_channels, width, 1)
                self.bn = L.BatchNormalization(width, eps=1e-5)

    def forward(self, x):
        y = self.body(x)
        if self.skip:
            x = self.bn(self.short(x))
            y = y + x
        return y


class Residual(chainer.Chain):
    """Shortcuts that are there and not, and a skip that is an expression."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.a = L.Convolution2D(4, 4, 3, pad=1)
            self.basic1 = Basic(4, 4)
            self.basic2 = Basic(4, 6, stride=2)
            self.mobile1 = Mobile(6, 6)
            self.mobile2 = Mobile(6, 6, stride=2, expand=3)
            self.mobile3 = Mobile(6, 6, expand=1)
            self.on = Projected(6, 3)
            self.off = Projected(3, 5, project=False)
            self.b = L.Convolution2D(5, 4, 1)
            self.d = L.Convolution2D(4, 4, 1)
            self.f = L.Convolution2D(4, 4, 1)
            self.h = L.Convolution2D(4, 4, 1)
            self.last = L.Convolution2D(4, 4, 1)

    def forward(self, x):
        x = self.a(x) + x
        x = self.basic1(x)
        x = self.basic2(x)
        x = self.mobile1(x)
        x = self.mobile2(x)
        x = self.mobile3(x)
        x = self.on(x)
        x = self.off(x)
        x = self.b(x)
        shortcut = F.tanh(x)
        x = self.d(x) + shortcut
        shortcut = self.h(x)
        y = F.relu(self.f(x))
        y = self.last(y + shortcut)
        x = y + x
        shortcut = F.average(x, axis=(2, 3), keepdims=True)
        return x + shortcut
