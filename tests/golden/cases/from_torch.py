import torch
from torch import nn


class Inner(nn.Module):
    """Block Inner."""

    def __init__(self, in_channels):
        super().__init__()
        self.a = nn.Conv2d(in_channels, 4, 1)
        self.b = nn.Conv2d(4, 3, 1)
        self.c = nn.Conv2d(4, 4, 1)
        self.d = nn.Conv2d(in_channels, 4, 1)

    def forward(self, x):
        a = self.a(x)
        b = self.b(a)
        y = self.c(a)
        sum = y + a
        return torch.cat((sum, y, x, self.d(x), b), dim=1)


class Deep(nn.Module):
    """Part `group.deep` of From."""

    def __init__(self):
        super().__init__()
        self.more = nn.Conv2d(4, 4, 1)

    def forward(self, x, skip, skip2, skip3):
        return self.more(skip + skip2 + skip3 + x)


class Group(nn.Module):
    """Part `group` of From."""

    def __init__(self):
        super().__init__()
        self.inner = nn.Conv2d(4, 4, 1)
        self.outer = nn.Conv2d(4, 4, 1)
        self.deep = Deep()

    def forward(self, x, skip, skip2):
        y = self.outer(x)
        x = self.inner(x)
        return self.deep(y, skip, x, skip2)


class From(nn.Module):
    """Nodes read earlier nodes of their own mapping and of enclosing ones."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(4, 4, 3, padding=1)
        self.side = nn.Conv2d(4, 4, 1)
        self.group = Group()
        self.b1 = nn.Conv2d(4, 4, 1)
        self.b2 = nn.Conv2d(4, 4, 1)
        self.plus_1 = nn.Sequential(nn.ReLU())
        self.read = nn.Conv2d(4, 3, 1)
        self.inner = Inner(3)

    def forward(self, x):
        stem = self.stem(x)
        y = self.side(stem)
        group = self.group(stem, y, x)
        branch1 = self.b2(stem)
        z = self.b1(group) + branch1
        branch2 = self.plus_1(y)
        plus = z + branch2
        read = self.read(branch1)
        return torch.cat((read, self.inner(read), x, plus, group), dim=1)
