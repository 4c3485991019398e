from torch import nn


class Trunk(nn.Module):
    """Block Trunk."""

    def __init__(self, in_channels, w=4):
        super().__init__()
        self.add_module(
            "my-list",
            nn.Sequential(
                nn.Conv2d(in_channels, w, 1),
                nn.BatchNorm2d(w),
                nn.ReLU(),
                nn.Sequential(nn.Conv2d(w, w, 1), nn.ReLU(), nn.Tanh()),
                nn.Dropout(),
                nn.ReLU(),
            ),
        )
        self.side = nn.Sequential(nn.Conv2d(w, w, 1), nn.Tanh(), nn.ReLU())

    def forward(self, x):
        low = getattr(self, "my-list")[:2](x)
        x = getattr(self, "my-list")[2](low)
        mid = getattr(self, "my-list")[3][0](x)
        x = getattr(self, "my-list")[3][1:](mid)
        x = getattr(self, "my-list")[4:](x)
        s = self.side[0](x)
        return (low, mid, s, x + self.side[1:](s))


class PartsAsOutputs(nn.Module):
    """Outputs inside of seqs, of a block, in a branch, and of lists in lists."""

    def __init__(self):
        super().__init__()
        self.trunk = Trunk(3, w=5)
        self.again = Trunk(5)

    def forward(self, x):
        a, mid, _, b = self.trunk(x)
        _, _, c, d = self.again(mid)
        return (a, b, c, d)
