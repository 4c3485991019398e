from paddle import nn
from paddle.nn import functional as F


class Sums(nn.Layer):
    """Sums and products inside of products, sums, methods and divisions."""

    def __init__(self):
        super().__init__()
        self.a = nn.Conv2D(4, 4, 1)
        self.b = nn.Conv2D(4, 4, 1)
        self.pool = nn.AvgPool2D(3, stride=1, padding=(1, 0, 0, 1), exclusive=True)
        self.pool2 = nn.AvgPool2D(1, stride=2)
        self.pool3 = nn.AvgPool2D(1, stride=2)
        self.pool4 = nn.MaxPool2D(1, stride=2)
        self.fc = nn.Linear(4 * 3 * 3, 3)
        self.fc2 = nn.Linear(3, 3)

    def forward(self, x):
        x = self.a(x)
        y = self.b(x)
        z = (x + y) * y
        branch1 = F.tanh(z) + z
        branch2 = F.sigmoid(z)
        branch3 = x * y
        branch1 = x * (branch1 * branch2 * branch3)
        x = branch1 + (y + z)
        x = self.pool(x + x)
        shortcut = self.pool4(x)
        branch2 = self.pool3(x) + shortcut
        x = self.pool2(x) * branch2
        x = (F.tanh(x) + x).flatten(1)
        x = self.fc(x)
        return self.fc2(x) + x
