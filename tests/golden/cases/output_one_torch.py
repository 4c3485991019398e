from torch import nn


class OutputOne(nn.Module):
    """One named output that is not the last node."""

    def __init__(self):
        super().__init__()
        self.a = nn.Conv2d(3, 4, 1)
        self.b = nn.Conv2d(4, 2, 1)

    def forward(self, x):
        first = self.a(x)
        return first
