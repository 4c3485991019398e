from collections import OrderedDict

from torch import nn
from torch.nn import functional as F


class Listed(nn.Sequential):
    """Block Listed."""

    def __init__(self, in_channels, channels=4):
        super().__init__(nn.Conv2d(in_channels, channels, 3, padding=1), nn.ReLU())


class Named(nn.Module):
    """Block Named."""

    def __init__(self, in_channels):
        super().__init__()
        self.conv = nn.Conv2d(in_channels, in_channels + 1, 1)

    def forward(self, x):
        return F.relu(self.conv(x))


class Single(nn.Sequential):
    """Block Single."""

    def __init__(self, in_channels):
        super().__init__(nn.Conv2d(in_channels, 3, 1))


class Nothing(nn.Sequential):
    """Block Nothing."""


class Bodies(nn.Module):
    """Mappings, lists and nothing as the body of a class and of a group."""

    def __init__(self):
        super().__init__()
        self.named_seq = nn.Sequential(
            OrderedDict(conv=nn.Conv2d(3, 4, 1), bn=nn.BatchNorm2d(4), act=nn.Tanh())
        )
        self.listed_seq = nn.Sequential(
            nn.Conv2d(4, 5, 1),
            nn.BatchNorm2d(5),
            nn.Sequential(OrderedDict(inner=nn.Conv2d(5, 2, 1))),
            nn.Sequential(nn.Sequential(nn.ReLU(), nn.Conv2d(2, 3, 1))),
        )
        self.empty = nn.Sequential()
        self.listed = Listed(3)
        self.named = Named(4)
        self.single = Single(5)
        self.nothing = Nothing()

    def forward(self, x):
        x = self.named_seq(x)
        x = self.listed_seq(x)
        x = self.empty(x)
        x = self.listed(x)
        x = self.named(x)
        x = self.single(x)
        return self.nothing(x)
