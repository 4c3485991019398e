from paddle import nn


class Dropout(nn.Layer):
    """Network Dropout."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2D(3, 4, 1)
        self.most = nn.Dropout(0.9)
        self.some = nn.Dropout(0.2)
        self.fc = nn.Linear(4 * 4 * 4, 3)
        self.again = nn.Dropout()

    def forward(self, x):
        x = self.most(self.conv(x)).flatten(1)
        return self.again(self.fc(self.some(x)))
