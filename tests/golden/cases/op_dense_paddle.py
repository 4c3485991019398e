from paddle import nn


class Dense(nn.Layer):
    """Network Dense."""

    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(3 * 2 * 2, 5)
        self.fc2 = nn.Linear(5, 4, bias_attr=False)

    def forward(self, x):
        x = self.fc1(x.flatten(1))
        return self.fc2(x)
