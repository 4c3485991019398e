from torch import nn


class Head(nn.Module):
    """Block Head."""

    def __init__(self, in_channels, in_features, in_features2, units=4):
        super().__init__()
        self.shrink = nn.Sequential()
        if in_channels % 2 == 0:
            width = in_features
            for _ in range(min(in_channels, 2)):
                self.shrink.append(nn.AvgPool2d((1, 2)))
                width = width // 2
        self.fc = nn.Linear(
            in_channels
            * in_features2
            * (width if in_channels % 2 == 0 else in_features),
            units,
        )

    def forward(self, x):
        x = self.shrink(x).flatten(1)
        return self.fc(x)


class SizeUnderWhen(nn.Module):
    """A size that a condition needs, and that is needed where it does not hold as
    well.
    """

    def __init__(self):
        super().__init__()
        self.wide = nn.Conv2d(3, 4, 1)
        self.odd = Head(3, 9, 8)
        self.even = Head(4, 9, 8, units=3)

    def forward(self, x):
        wide = self.wide(x)
        odd = self.odd(x)
        return (odd, self.even(wide))
