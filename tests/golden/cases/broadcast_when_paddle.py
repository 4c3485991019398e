from paddle import nn
from paddle.nn import functional as F


class Gate(nn.Layer):
    """Block Gate."""

    def __init__(self, gated, over="image"):
        super().__init__()
        self.mean1 = nn.AdaptiveAvgPool2D(1) if over == "image" else nn.Identity()
        self.mean2 = nn.AdaptiveAvgPool2D(1) if gated else nn.Identity()

    def forward(self, x):
        y = F.sigmoid(self.mean1(x))
        x = x * y
        y = F.sigmoid(self.mean2(x))
        return x + y


class BroadcastWhen(nn.Layer):
    """A condition decides whether a join broadcasts."""

    def __init__(self):
        super().__init__()
        self.gate = Gate(True)
        self.points = Gate(False, over="point")
        self.fc = nn.Linear(3 * 6 * 5, 2)

    def forward(self, x):
        x = self.gate(x)
        x = self.points(x).flatten(1)
        return self.fc(x)
