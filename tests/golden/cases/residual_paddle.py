from paddle import nn
from paddle.nn import functional as F


class Basic(nn.Layer):
    """Block Basic."""

    def __init__(self, in_channels, width, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2D(in_channels, width, 3, stride=stride, padding=1)
        self.conv2 = nn.Conv2D(width, width, 3, padding=1)
        if stride != 1 or in_channels != width:
            self.down = nn.Sequential(
                nn.Conv2D(in_channels, width, 1, stride=stride), nn.BatchNorm2D(width)
            )
        else:
            self.down = nn.Identity()

    def forward(self, x):
        shortcut = self.down(x)
        x = F.relu(self.conv1(x))
        return F.relu(self.conv2(x) + shortcut)


class Mobile(nn.Layer):
    """Block Mobile."""

    def __init__(self, in_channels, width, stride=1, expand=2):
        super().__init__()
        self.skip = stride == 1 and in_channels == width
        if expand != 1:
            self.up = nn.Conv2D(in_channels, in_channels * expand, 1)
        else:
            self.up = nn.Identity()
        self.depth = nn.Conv2D(
            in_channels * expand if expand != 1 else in_channels,
            in_channels * expand,
            3,
            stride=stride,
            padding=1,
            groups=in_channels * expand if expand != 1 else in_channels,
        )
        self.down = nn.Conv2D(in_channels * expand, width, 1)

    def forward(self, x):
        y = self.up(x)
        y = F.relu6(self.depth(y))
        y = self.down(y)
        if self.skip:
            y = y + x
        return y


class Projected(nn.Layer):
    """Block Projected."""

    def __init__(self, in_channels, width, project=True):
        super().__init__()
        self.skip = project
        self.body = nn.Conv2D(in_channels, width, 1)
        if project:
            self.short = nn.Conv2D(in_channels, width, 1)
            self.bn = nn.BatchNorm2D(width)

    def forward(self, x):
        y = self.body(x)
        if self.skip:
            x = self.bn(self.short(x))
            y = y + x
        return y


class Residual(nn.Layer):
    """Shortcuts that are there and not, and a skip that is an expression."""

    def __init__(self):
        super().__init__()
        self.a = nn.Conv2D(4, 4, 3, padding=1)
        self.basic1 = Basic(4, 4)
        self.basic2 = Basic(4, 6, stride=2)
        self.mobile1 = Mobile(6, 6)
        self.mobile2 = Mobile(6, 6, stride=2, expand=3)
        self.mobile3 = Mobile(6, 6, expand=1)
        self.on = Projected(6, 3)
        self.off = Projected(3, 5, project=False)
        self.b = nn.Conv2D(5, 4, 1)
        self.d = nn.Conv2D(4, 4, 1)
        self.f = nn.Conv2D(4, 4, 1)
        self.h = nn.Conv2D(4, 4, 1)
        self.last = nn.Conv2D(4, 4, 1)

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
        shortcut = F.adaptive_avg_pool2d(x, 1)
        return x + shortcut
