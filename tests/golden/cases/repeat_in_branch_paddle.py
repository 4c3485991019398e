from collections import OrderedDict

import paddle
from paddle import nn
from paddle.nn import functional as F


class Layer(nn.Layer):
    """Part `items` of RepeatInBranch."""

    def __init__(self, depth):
        super().__init__()
        self.add_sublayer(
            "1",
            nn.Sequential(*(nn.Sequential(nn.BatchNorm2D(2)) for _ in range(depth))),
        )

    def forward(self, x):
        return paddle.concat((F.sigmoid(x), getattr(self, "1")(x)), axis=1)


class ItemsLayer(nn.Layer):
    """Part `items` of RepeatInBranch."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(*(nn.Conv2D(4, 4, 1) for _ in range(2)))

    def forward(self, x):
        return self.body(x) + x


class RepeatInBranchItemsLayer(nn.Layer):
    """Part `items` of RepeatInBranch."""

    def __init__(self):
        super().__init__()
        self.shortcut = nn.Sequential(
            *(nn.Sequential(OrderedDict(bn=nn.BatchNorm2D(4))) for _ in range(1))
        )

    def forward(self, x):
        shortcut = self.shortcut(x)
        return F.tanh(x) + shortcut


class RepeatInBranch(nn.Layer):
    """A repeat is the single node of a branch, in a list and with a name."""

    def __init__(self, depth=2):
        super().__init__()
        self.items = nn.Sequential(
            Layer(depth), ItemsLayer(), RepeatInBranchItemsLayer()
        )
        self.named_0 = nn.Sequential(
            *(nn.Sequential(nn.BatchNorm2D(4), nn.ReLU()) for _ in range(2))
        )
        self.named_1 = nn.Sequential(*(nn.BatchNorm2D(4) for _ in range(depth)))

    def forward(self, x):
        x = self.items(x)
        return self.named_0(x) + self.named_1(x)
