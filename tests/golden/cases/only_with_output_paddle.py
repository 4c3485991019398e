from paddle import nn


class OnlyWithOutput(nn.Layer):
    """A join that acts in inference alone, of which one branch is an output in both
    modes.
    """

    def __init__(self):
        super().__init__()
        self.join_0 = nn.BatchNorm2D(2)
        self.side = nn.Conv2D(2, 2, 1)
        self.join_2 = nn.Sequential(nn.Tanh(), nn.BatchNorm2D(2))
        self.fit = nn.Conv2D(2, 3, 1)

    def forward(self, x):
        side = self.side(x)
        if not self.training:
            branch1 = self.join_0(x)
            branch3 = self.join_2(x)
            x = branch1 * side * branch3
        return (self.fit(x), side)
