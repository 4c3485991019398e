from torch import nn


class RunningWithin(nn.Module):
    """A size that runs along a repeat inside of another one, and on from there."""

    def __init__(self, widths=(4, 5), deep=True):
        super().__init__()
        self.outer = nn.Sequential()
        channels = 3
        for _ in range(2):
            layer = nn.Sequential()
            inner = nn.Sequential()
            features = channels
            for width in widths:
                layer2 = nn.Sequential()
                if deep and len(widths) > 1:
                    layer2.add_module(
                        "unit", nn.Sequential(nn.Conv2d(features, width, 1))
                    )
                inner.append(layer2)
                features = width if deep and len(widths) > 1 else features
            layer.add_module("inner", inner)
            self.outer.append(layer)
            channels = features
        self.fc = nn.Conv2d(channels, 2, 1)

    def forward(self, x):
        x = self.outer(x)
        return self.fc(x)
