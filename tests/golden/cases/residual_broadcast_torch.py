from torch import nn


class Mean(nn.Module):
    """Block Mean."""

    def __init__(self):
        super().__init__()
        self.sum_body = nn.AdaptiveAvgPool2d(1)

    def forward(self, x):
        return self.sum_body(x) + x


class Share(nn.Module):
    """Block Share."""

    def __init__(self, in_features, side, gated):
        super().__init__()
        self.skip = gated
        self.sum_body = nn.AdaptiveAvgPool2d(side)
        self.rows = nn.LayerNorm(in_features)

    def forward(self, x):
        y = self.sum_body(x)
        if self.skip:
            y = y + x
        return self.rows(y)


class ResidualBroadcast(nn.Module):
    """The body of a residual may be what is broadcast."""

    def __init__(self, side=1, gated=True):
        super().__init__()
        self.mean = Mean()
        self.rows = nn.LayerNorm(5)
        self.share = Share(max(side, 5) if gated else side, side, gated)
        self.fc = nn.Linear(
            3 * (max(side, 6) if gated else side) * (max(side, 5) if gated else side), 2
        )

    def forward(self, x):
        x = self.rows(self.mean(x))
        x = self.share(x).flatten(1)
        return self.fc(x)
