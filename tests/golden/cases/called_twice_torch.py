from torch import nn
from torch.nn import functional as F


class ConvAct(nn.Module):
    """Convolution and activation.

    The second paragraph says "more", and ends with a quote: "end\"
    """

    def __init__(self, in_channels, channels, kernel=3, act=True):
        super().__init__()
        self.conv = nn.Conv2d(in_channels, channels, kernel, padding=kernel // 2)
        self.act = nn.ReLU() if act else nn.Identity()

    def forward(self, x):
        return self.act(self.conv(x))


class Pair(nn.Module):
    """Block Pair."""

    def __init__(self, in_channels, channels, act=True):
        super().__init__()
        self.first = ConvAct(in_channels, channels)
        self.second = ConvAct(channels, in_channels, kernel=1, act=act)

    def forward(self, x):
        x = self.first(x)
        return self.second(x)


class Stage(nn.Sequential):
    """Block Stage."""

    def __init__(self, in_channels, channels, depth=2):
        super().__init__(
            *(Pair(in_channels, channels, act=i + 1 < depth) for i in range(depth)),
            ConvAct(in_channels, channels * 2),
        )


class CalledTwice(nn.Module):
    """Blocks that call blocks, with arguments that run through."""

    def __init__(self, width=4, classes=3):
        super().__init__()
        self.stage1 = Stage(4, width)
        self.stage2 = Stage(width * 2, width + 1, depth=1)
        self.fc = nn.Linear((width + 1) * 2, classes)

    def forward(self, x):
        x = self.stage1(x)
        x = F.adaptive_avg_pool2d(self.stage2(x), 1).flatten(1)
        return self.fc(x)
